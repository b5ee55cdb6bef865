using System.Diagnostics;
using Attune.Lab.Benchmarks;
using Attune.Storage;

namespace Attune.Suites.Storage;

/// <summary>Many rows in batches of 10,000, into an empty ledger each time. Parameter <c>flows</c>: how many.</summary>
internal abstract class BulkInsert(string name, string description, StorageEngine engine, int defaultFlows, int callers, BenchmarkTarget? aim)
    : LedgerBenchmark(name, description, engine, aim)
{
    private const int BatchSize = 10_000;
    private const int MostFlows = 10_000_000;

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("rows/s", Better.Higher);

    /// <summary>Rows of a run.</summary>
    protected int Count { get; private set; } = defaultFlows;

    /// <summary>Few runs, as each is long; all rows are made before the time is taken.</summary>
    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { WarmupIterations = 1, Iterations = 5, TimeoutSeconds = 600, MemoryLimitMb = 2000 };

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        Count = context.Parameter("flows", Count, 1, MostFlows);
        return base.SetUpAsync(context, cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await BeginAgainAsync(context, cancellationToken);
        var batches = Flows.Take(Count).Chunk(BatchSize).ToArray();
        var next = -1;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(
            async () =>
            {
                while (Interlocked.Increment(ref next) is var batch && batch < batches.Length)
                {
                    await AppendAsync(batches[batch], cancellationToken);
                }
            },
            cancellationToken)));
        var rate = Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await CheckRowsAsync(context);
        await ReportAsync(context, rate, cancellationToken);
    }

    /// <summary>Reports the figure, and what else there is to compare with in the same run.</summary>
    /// <param name="context">Where it is reported.</param>
    /// <param name="rate">Rows a second just reached.</param>
    /// <param name="cancellationToken">Stops it.</param>
    protected abstract Task ReportAsync(BenchmarkContext context, double rate, CancellationToken cancellationToken);
}
