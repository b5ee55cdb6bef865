using Attune.Lab.Benchmarks.Running;

namespace Attune.Lab.Benchmarks;

/// <summary>Runs benchmarks in this process.</summary>
/// <remarks>
/// The stages: set-up; a pilot that finds how often a short operation has to be repeated for one iteration to be measurable; warm-up
/// until times no longer fall; the measured iterations, by turns with the peer's in the order ours-peer-peer-ours, which cancels slow
/// drift; tear-down. Garbage is collected before each iteration, outside the measured time.
/// </remarks>
/// <param name="time">Clock; the system's when null.</param>
public sealed class BenchmarkRunner(TimeProvider? time = null) : IBenchmarkRunner
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(
        string suite,
        Benchmark benchmark,
        BenchmarkOptions options,
        IReadOnlyDictionary<string, string>? parameters = null,
        IProgress<BenchmarkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(benchmark);
        ArgumentNullException.ThrowIfNull(options);
        var folder = Directory.CreateTempSubdirectory("attune-benchmark-");
        var context = new BenchmarkContext(folder.FullName, parameters);
        var (startedAt, start) = (_time.GetUtcNow(), _time.GetTimestamp());
        var guard = new StepGuard(options, _time);
        var execution = new BenchmarkExecution(
            benchmark, options, context, guard, _time,
            (stage, iteration, iterations, value) => progress?.Report(new BenchmarkProgress(suite, benchmark.Name, stage, iteration, iterations, value)));
        var (outcome, error) = benchmark.Unavailable is { } reason
            ? (BenchmarkOutcome.Unavailable, reason)
            : await execution.RunAsync(cancellationToken);
        if (!guard.HasRunawayStep)
        {
            folder.Delete(recursive: true);
        }

        return ResultBuilder.Build(suite, benchmark, options, context, execution, outcome, error) with
        {
            StartedAt = startedAt, Duration = _time.GetElapsedTime(start),
        };
    }
}
