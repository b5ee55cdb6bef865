using Attune.Lab.Benchmarks;

namespace Attune.Suites.Storage;

/// <summary>All memory of a process that fills a ledger and queries it; in a process of its own, so that nothing else counts.</summary>
internal sealed class StorageMemory() : LedgerBenchmark("storage_memory", "Resident memory of a process that fills a ledger with 100,000 flows and queries it")
{
    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("MB", Better.Lower);

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { Isolate = true, WarmupIterations = 1, Iterations = 3 };

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await base.SetUpAsync(context, cancellationToken);
        await FillAsync(Rows(context), cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await Store.GetTopSourcesAsync(100, cancellationToken: cancellationToken);
        await Store.CountRowsAsync(cancellationToken: cancellationToken);
        context.Report(Environment.WorkingSet / 1e6);
    }
}
