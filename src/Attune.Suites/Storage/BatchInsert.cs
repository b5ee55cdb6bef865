using Attune.Lab.Benchmarks;
using Attune.Storage;
using Attune.Suites.Storage.Postgres;

namespace Attune.Suites.Storage;

/// <summary>One batch of 1,000 flows, on the disk when the call returns.</summary>
internal sealed class BatchInsert : LedgerBenchmark
{
    private const int BatchSize = 1000;

    public BatchInsert(StorageEngine engine)
        : base("batch_insert_1000", "One batch of 1,000 flows, durable against loss of power", engine, StorageAims.ThousandRows) =>
        Peer = engine == StorageEngine.Postgres
            ? new PlainPostgresPeer("Npgsql, one prepared INSERT of 1,000 rows", () => Database, (plain, run) => plain.InsertAsync(run.Flows.Take(BatchSize), BatchSize, run.CancellationToken),
                elapsed => elapsed.TotalMilliseconds)
            : new PlainLedgerPeer("1,000 INSERTs in a transaction", _ => 0, (ledger, flows) => ledger.Insert(flows.Take(BatchSize)), elapsed => elapsed.TotalMilliseconds);

    public override Peer Peer { get; }

    protected override SynchronousMode Synchronous => SynchronousMode.Full;

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken) => await AppendAsync(Flows.Take(BatchSize), cancellationToken);
}
