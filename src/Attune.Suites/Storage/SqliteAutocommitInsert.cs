using Attune.Lab.Benchmarks;
using Attune.Storage;
using Attune.Suites.Storage.Databases;

namespace Attune.Suites.Storage;

/// <summary>What one caller reaches who waits for each row: an fsync of the disk each, for us as for the plain way.</summary>
internal sealed class SqliteAutocommitInsert : LedgerBenchmark
{
    private int _appends = 200;

    public SqliteAutocommitInsert()
        : base("sqlite_autocommit_insert", "Flows appended one by one by one caller, each durable against loss of power before the next") =>
        Peer = new PlainFlowsPeer("a prepared INSERT in autocommit", Synchronous, () => _appends, (plain, flows) => plain.InsertEach(flows));

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Rate("rows");

    public override long OperationsPerRun => _appends;

    public override Peer Peer { get; }

    protected override SynchronousMode Synchronous => SynchronousMode.Full;

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _appends = context.Parameter("appends", _appends, 1, 100_000);
        return base.SetUpAsync(context, cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        foreach (var flow in Flows.Take(_appends))
        {
            await AppendAsync([flow], cancellationToken);
        }
    }
}
