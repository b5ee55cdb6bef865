using Attune.Lab.Benchmarks;
using Attune.Storage;

namespace Attune.Suites.Storage;

/// <summary>The guide's aggregation: sums by source, largest first. The answer is compared with sums kept beside the ledger.</summary>
internal sealed class ComplexQuery() : LedgerBenchmark("complex_query", "The 100 sources with most bytes, of a ledger of 100,000 flows")
{
    private const int Limit = 100;

    private readonly Dictionary<string, (long Flows, long Bytes)> _sums = new(StringComparer.Ordinal);
    private List<SourceTotal> _expected = [];

    public override Peer Peer { get; } = new PlainLedgerPeer("GROUP BY over the table", Rows, (ledger, _) => ledger.Read(
        $"SELECT source_ip, count(*), sum(bytes_transferred) FROM ledger GROUP BY source_ip ORDER BY 3 DESC, 1 LIMIT {Limit}"), elapsed => elapsed.TotalMilliseconds);

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await base.SetUpAsync(context, cancellationToken);
        await FillAsync(Rows(context), cancellationToken, flows =>
        {
            foreach (var flow in flows)
            {
                var (count, bytes) = _sums.GetValueOrDefault(flow.SourceIp);
                _sums[flow.SourceIp] = (count + 1, bytes + flow.Bytes);
            }
        });
        _expected = [.. _sums.Select(sum => new SourceTotal(sum.Key, sum.Value.Flows, sum.Value.Bytes))
            .OrderByDescending(total => total.Bytes).ThenBy(total => total.Source, StringComparer.Ordinal).Take(Limit)];
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var totals = await Store.GetTopSourcesAsync(Limit, cancellationToken: cancellationToken);
        var isEqual = totals.SequenceEqual(_expected);
        context.ReportQuality("result_equal", isEqual ? 1 : 0);
        if (!isEqual)
        {
            throw new InvalidOperationException("The sums differ from those of a dictionary.");
        }
    }
}
