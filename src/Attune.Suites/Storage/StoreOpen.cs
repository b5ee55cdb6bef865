using Attune.Lab.Benchmarks;
using Attune.Storage;

namespace Attune.Suites.Storage;

/// <summary>Opening and closing a ledger that another store has open, too.</summary>
internal sealed class StoreOpen() : LedgerBenchmark("store_open", "Opening and closing a ledger of 100,000 flows")
{
    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await base.SetUpAsync(context, cancellationToken);
        await FillAsync(Rows(context), cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await using var store = AttuneStorage.Open(Setup);
    }
}
