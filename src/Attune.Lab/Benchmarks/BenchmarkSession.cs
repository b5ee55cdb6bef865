using System.Globalization;
using Attune.Lab.Benchmarks.Commands;
using Attune.Lab.Benchmarks.Machine;
using Attune.Lab.History;
using Attune.Storage.Benchmarks;

namespace Attune.Lab.Benchmarks;

/// <summary>Runs benchmarks one after the other and keeps the history: each result is stored as soon as it is there.</summary>
/// <param name="runner">Runs those that share this process.</param>
/// <param name="isolated">Runs those that want a process of their own; null if the program cannot start one.</param>
/// <param name="store">The history; null to keep none.</param>
/// <param name="time">Clock; the system's when null.</param>
public sealed class BenchmarkSession(IBenchmarkRunner runner, IBenchmarkRunner? isolated = null, IBenchmarkStore? store = null, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Runs <paramref name="plan"/>. When it is cancelled, what has run is returned and kept.</summary>
    /// <exception cref="Storage.StorageException">The history cannot be written.</exception>
    public async Task<BenchmarkRun> RunAsync(
        IReadOnlyList<PlannedBenchmark> plan,
        BenchmarkSessionOptions options,
        IProgress<BenchmarkProgress>? progress = null,
        Action<BenchmarkResult>? completed = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        var info = await DescribeAsync(options, cancellationToken);
        var results = new List<BenchmarkResult>();
        string? runaway = null;
        foreach (var (suite, benchmark) in plan)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            var settings = options.Override(benchmark.Configure(options.Defaults with { }));
            var chosen = settings.Isolate && benchmark is not CommandBenchmark ? isolated ?? throw new InvalidOperationException("This program cannot run benchmarks in processes of their own.") : runner;
            var result = await chosen.RunAsync(suite, benchmark, settings, options.Parameters, progress, cancellationToken);
            if (settings.Workers > 1)
            {
                // Figures of several callers are no series with those of one.
                result = result with { Parameters = new Dictionary<string, string>(result.Parameters) { ["workers"] = settings.Workers.ToString(CultureInfo.InvariantCulture) } };
            }

            if (runaway is not null && !settings.Isolate)
            {
                result = result with { Notes = new Dictionary<string, string>(result.Notes) { ["disturbed_by"] = $"'{runaway}' may still be running beside it" } };
            }

            runaway ??= result.Outcome is BenchmarkOutcome.TimedOut or BenchmarkOutcome.OutOfMemory && !settings.Isolate ? benchmark.Name : null;
            results.Add(result);
            if (store is not null && settings.Store && result.Outcome != BenchmarkOutcome.Unavailable)
            {
                info = info.Id > 0 ? info : info with { Id = await store.StartRunAsync(info, CancellationToken.None) };
                await store.AddAsync(info.Id, MeasurementMapping.ToStored(result), CancellationToken.None);
            }

            completed?.Invoke(result);
        }

        info = info with { FinishedAt = _time.GetUtcNow().UtcDateTime };
        if (store is not null && info.Id > 0)
        {
            await store.FinishRunAsync(info.Id, info.FinishedAt.Value, CancellationToken.None);
        }

        return new BenchmarkRun(info, results);
    }

    private async Task<StoredRun> DescribeAsync(BenchmarkSessionOptions options, CancellationToken cancellationToken)
    {
        var machine = MachineFingerprint.Current();
        var source = await SourceRevision.ReadAsync(options.SourceFolder, cancellationToken);
        return new StoredRun
        {
            StartedAt = _time.GetUtcNow().UtcDateTime,
            MachineId = machine.Id,
            Cpu = machine.Cpu,
            Cores = machine.Cores,
            MemoryBytes = machine.MemoryBytes,
            OperatingSystem = machine.OperatingSystem,
            Runtime = machine.Runtime,
            Commit = source.Commit,
            Branch = source.Branch,
            IsDirty = source.IsDirty,
            Version = options.Version,
            Noise = NoiseProbe.Measure(_time),
            Label = options.Label,
        };
    }
}
