using Attune.Lab.Benchmarks;

namespace Attune.Suites.Workloads;

/// <summary>Runs of which several benchmarks read different figures: the p50, p95 and p99 of one row come from the same requests.</summary>
/// <typeparam name="T">What a run yields.</typeparam>
internal sealed class SharedRuns<T>
{
    private readonly List<T> _measured = [];

    /// <summary>The next run that a reader has not seen: an earlier reader's, or a new one.</summary>
    /// <param name="seen">Measured runs that the reader has seen; moved on.</param>
    /// <param name="context">Warm-ups are not kept, and are skipped when there are kept runs.</param>
    /// <param name="run">Makes a run.</param>
    public async ValueTask<T> NextAsync(Cursor seen, BenchmarkContext context, Func<Task<T>> run)
    {
        if (context.IsWarmup)
        {
            return _measured.Count > 0 ? _measured[0] : await run();
        }

        if (seen.Position == _measured.Count)
        {
            _measured.Add(await run());
        }

        return _measured[seen.Position++];
    }

    /// <summary>How far a reader is.</summary>
    internal sealed class Cursor
    {
        public int Position { get; set; }
    }
}
