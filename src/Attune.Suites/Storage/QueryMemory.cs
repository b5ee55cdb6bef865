using Attune.Lab.Benchmarks;

namespace Attune.Suites.Storage;

/// <summary>What a query adds to the process, native memory included; in a process of its own.</summary>
internal sealed class QueryMemory() : LedgerBenchmark("query_memory", "Resident memory that the first sum over 100,000 flows adds to the process")
{
    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("MB", Better.Lower);

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { Isolate = true, WarmupIterations = 0, Iterations = 1 };

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await base.SetUpAsync(context, cancellationToken);
        await FillAsync(Rows(context), cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var before = Environment.WorkingSet;
        await Store.GetTopSourcesAsync(100, cancellationToken: cancellationToken);
        context.Report(Math.Max(0, Environment.WorkingSet - before) / 1e6);
    }
}
