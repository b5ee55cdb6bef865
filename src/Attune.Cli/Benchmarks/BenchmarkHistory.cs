using System.Globalization;
using Attune.Cli.Commands;
using Attune.Configuration;
using Attune.Lab.History;
using Attune.Storage;
using Attune.Storage.Benchmarks;

namespace Attune.Cli.Benchmarks;

/// <summary>Opens the history for commands that look into it, and finds runs by what a person calls them.</summary>
internal static class BenchmarkHistory
{
    /// <summary>The baseline that is meant when none is named.</summary>
    public const string DefaultBaseline = "default";

    private const string Latest = "latest";

    /// <summary>For commands that only look.</summary>
    public static IStorage OpenToRead(ResolvedConfiguration configuration)
    {
        CheckExists(configuration);
        return StoreAccess.OpenToRead(configuration);
    }

    /// <summary>For commands that change baselines.</summary>
    public static IStorage OpenToChange(ResolvedConfiguration configuration)
    {
        CheckExists(configuration);
        return StoreAccess.OpenToChange(configuration);
    }

    /// <summary>The measurements, with samples, of a run named by its number, by <c>latest</c>, by a baseline's name, or by a file of <c>--output</c>.</summary>
    /// <exception cref="UserErrorException">There is no such run.</exception>
    public static async Task<IReadOnlyList<BenchmarkRecord>> FindAsync(IBenchmarkStore? store, string name, CancellationToken cancellationToken)
    {
        if (name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return await ReadFileAsync(name, cancellationToken);
        }

        var runs = store is null ? [] : await store.GetRunsAsync(1, cancellationToken);
        var baselines = store is null ? [] : await store.GetBaselinesAsync(cancellationToken);
        var id = name == Latest ? (runs.Count > 0 ? runs[0].Id : null)
            : long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : baselines.FirstOrDefault(baseline => baseline.Name == name)?.RunId;
        var records = store is null || id is null ? [] : await store.GetRecordsAsync(new BenchmarkQuery { RunId = id, IncludeSamples = true, Limit = BenchmarkQuery.MaxLimit }, cancellationToken);
        return records.Count > 0 ? records : throw new UserErrorException(
            $"there is no run '{name}': give the number of a run{(runs.Count > 0 ? $" (1..{runs[0].Id})" : "")}, 'latest', "
            + $"a baseline ({(baselines.Count > 0 ? string.Join(", ", baselines.Select(item => item.Name)) : "none is set")}) or a .json file that 'attune benchmark run --output' wrote.");
    }

    /// <summary>Everything that is known of the benchmarks in <paramref name="run"/>, with samples, oldest first, without that run itself.</summary>
    public static async Task<IReadOnlyList<BenchmarkRecord>> BeforeAsync(IBenchmarkStore store, IReadOnlyList<BenchmarkRecord> run, CancellationToken cancellationToken)
    {
        var records = new List<BenchmarkRecord>();
        foreach (var (suite, name) in run.Select(record => (record.Measurement.Suite, record.Measurement.Name)).Distinct())
        {
            records.AddRange(await store.GetRecordsAsync(new BenchmarkQuery { Suite = suite, Name = name, IncludeSamples = true }, cancellationToken));
        }

        var ids = run.Select(record => record.Run.Id).ToHashSet();
        return records.FindAll(record => !ids.Contains(record.Run.Id));
    }

    private static void CheckExists(ResolvedConfiguration configuration)
    {
        if (!StoreAccess.Exists(configuration))
        {
            throw new UserErrorException(
                $"there is no history at '{configuration.Get<StorageOptions>().Path}' yet: run 'attune benchmark run' first, or name its folder with --data DIR.");
        }
    }

    private static async Task<IReadOnlyList<BenchmarkRecord>> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await BenchmarkDocument.LoadAsync(path, cancellationToken)).ToRecords();
        }
        catch (FormatException error)
        {
            throw new UserErrorException(error.Message);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException($"there is no file '{path}'.");
        }
    }
}
