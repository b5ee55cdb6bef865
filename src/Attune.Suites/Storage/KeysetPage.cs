using Attune.Lab.Benchmarks;
using Attune.Storage;

namespace Attune.Suites.Storage;

/// <summary>A page from the middle of the ledger, by cursor.</summary>
internal sealed class KeysetPage : LedgerBenchmark
{
    private const int PageSize = FlowQuery.MaxLimit;

    private FlowQuery _query = new();
    private int _depth;

    public KeysetPage()
        : base("keyset_page", "A page of 1,000 flows from the middle of a ledger of 100,000") =>
        Peer = new PlainLedgerPeer("LIMIT 1000 OFFSET from the middle", Rows, (ledger, _) => ledger.Read($"SELECT * FROM ledger ORDER BY id LIMIT {PageSize} OFFSET {_depth}"),
            elapsed => elapsed.TotalMilliseconds);

    public override Peer Peer { get; }

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await base.SetUpAsync(context, cancellationToken);
        var rows = Rows(context);
        _depth = rows / 2;
        var cursor = "";
        var number = 0;
        await FillAsync(rows, cancellationToken, flows =>
        {
            foreach (var flow in flows)
            {
                cursor = ++number == _depth ? flow.Id.ToString() : cursor;
            }
        });
        _query = new FlowQuery { Stream = Stream, Limit = PageSize, After = cursor.Length > 0 ? cursor : null };
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var page = await Store.GetFlowsAsync(_query, cancellationToken);
        var expected = (int)Math.Min(PageSize, Flows.Count - _depth);
        if (page.Items.Count != expected || (ulong)page.Items[0].Flow.Id.Value != (ulong)_depth)
        {
            throw new InvalidOperationException($"The page has {page.Items.Count} flows instead of {expected}, or begins elsewhere.");
        }
    }
}
