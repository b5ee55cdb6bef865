using Attune.Lab.Benchmarks;
using Attune.Storage;

namespace Attune.Suites.Storage;

/// <summary>One batch of 1,000 flows, on the disk when the call returns.</summary>
internal sealed class BatchInsert() : LedgerBenchmark("batch_insert_1000", "One batch of 1,000 flows, durable against loss of power")
{
    private const int BatchSize = 1000;

    public override Peer Peer { get; } = new PlainLedgerPeer(
        "1,000 INSERTs in a transaction", _ => 0, (ledger, flows) => ledger.Insert(flows.Take(BatchSize)), elapsed => elapsed.TotalMilliseconds);

    protected override SynchronousMode Synchronous => SynchronousMode.Full;

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken) => await AppendAsync(Flows.Take(BatchSize), cancellationToken);
}
