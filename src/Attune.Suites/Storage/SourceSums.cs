using Attune.Lab.Benchmarks;
using Attune.Storage;

namespace Attune.Suites.Storage;

/// <summary>Sums by source, largest first, of a filled ledger.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What is measured.</param>
/// <param name="rows">Flows in the ledger, unless the parameter <c>rows</c> says otherwise.</param>
/// <param name="engine">The engine.</param>
/// <param name="aim">The room's own aim.</param>
internal abstract class SourceSums(string name, string description, int rows, StorageEngine engine = StorageEngine.Sqlite, BenchmarkTarget? aim = null)
    : LedgerBenchmark(name, description, engine, aim)
{
    /// <summary>Sources that are asked for.</summary>
    public const int Limit = 100;

    /// <summary>The right answer.</summary>
    public IReadOnlyList<SourceTotal> Expected { get; private set; } = [];

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await base.SetUpAsync(context, cancellationToken);
        var sums = new ExpectedSums();
        await FillAsync(Rows(context, rows), cancellationToken, sums.Add);
        Expected = sums.Top(Limit);
        await Database.SettleAsync(cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var isEqual = (await Store.GetTopSourcesAsync(Limit, cancellationToken: cancellationToken)).SequenceEqual(Expected);
        context.ReportQuality("result_equal", isEqual ? 1 : 0);
        if (!isEqual)
        {
            throw new InvalidOperationException("The sums differ from those of a dictionary.");
        }
    }
}
