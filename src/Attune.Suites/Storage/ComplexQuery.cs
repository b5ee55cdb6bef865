using Attune.Lab.Benchmarks;

namespace Attune.Suites.Storage;

/// <summary>The guide's aggregation: sums by source, largest first. The answer is compared with sums kept beside the ledger.</summary>
internal sealed class ComplexQuery() : SourceSums("complex_query", "The 100 sources with most bytes, of a ledger of 100,000 flows", rows: 100_000)
{
    public override Peer Peer { get; } = new PlainLedgerPeer("GROUP BY over the table", Rows, (ledger, _) => ledger.Read(
        $"SELECT source_ip, count(*), sum(bytes_transferred) FROM ledger GROUP BY source_ip ORDER BY 3 DESC, 1 LIMIT {Limit}"), elapsed => elapsed.TotalMilliseconds);
}
