using Attune.Lab.Benchmarks;

namespace Attune.Suites.Storage;

/// <summary>Counts everything.</summary>
internal sealed class CountRows() : LedgerBenchmark("count_rows", "Counting the rows of all tables, with 100,000 flows")
{
    private int _rows;

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await base.SetUpAsync(context, cancellationToken);
        _rows = Rows(context);
        await FillAsync(_rows, cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var counts = await Store.CountRowsAsync(cancellationToken: cancellationToken);
        if (counts.Flows != _rows)
        {
            throw new InvalidOperationException($"{counts.Flows} flows were counted; there are {_rows}.");
        }
    }
}
