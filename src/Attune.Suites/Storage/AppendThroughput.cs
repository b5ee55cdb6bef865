using Attune.Lab.Benchmarks;

namespace Attune.Suites.Storage;

/// <summary>A long append in batches, as the ingest makes them.</summary>
internal sealed class AppendThroughput : LedgerBenchmark
{
    private const int BatchSize = 2048;

    private int _events = 20_000;

    public AppendThroughput()
        : base("append_throughput", "Flows appended in batches of 2,048, each durable against the death of the process") =>
        Peer = new PlainLedgerPeer("all INSERTs in a transaction, no index by source", _ => 0, (ledger, flows) => ledger.Insert(flows.Take(_events)), elapsed => _events / elapsed.TotalSeconds);

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Rate("events");

    public override long OperationsPerRun => _events;

    public override Peer Peer { get; }

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _events = context.Parameter("events", _events, 1, 1_000_000);
        return base.SetUpAsync(context, cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        for (var left = _events; left > 0; left -= BatchSize)
        {
            await AppendAsync(Flows.Take(Math.Min(left, BatchSize)), cancellationToken);
        }
    }
}
