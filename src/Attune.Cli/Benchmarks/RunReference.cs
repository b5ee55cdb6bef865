using Attune.Storage.Benchmarks;

namespace Attune.Cli.Benchmarks;

/// <summary>The run that a new one is compared with.</summary>
/// <param name="Name">What the person called it.</param>
/// <param name="Records">Its measurements with samples.</param>
internal sealed record RunReference(string Name, IReadOnlyList<BenchmarkRecord> Records)
{
    /// <summary>The named run, or the default baseline where none is named; null if there is no such baseline.</summary>
    public static async Task<RunReference?> FindAsync(IBenchmarkStore? store, string? name, CancellationToken cancellationToken)
    {
        if (name is null)
        {
            var baselines = store is null ? [] : await store.GetBaselinesAsync(cancellationToken);
            if (!baselines.Any(baseline => baseline.Name == BenchmarkHistory.DefaultBaseline))
            {
                return null;
            }
        }

        return new RunReference(name ?? BenchmarkHistory.DefaultBaseline, await BenchmarkHistory.FindAsync(store, name ?? BenchmarkHistory.DefaultBaseline, cancellationToken));
    }
}
