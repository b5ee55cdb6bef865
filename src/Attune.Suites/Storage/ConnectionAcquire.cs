using System.Data;
using Attune.Lab.Benchmarks;
using Attune.Storage;

namespace Attune.Suites.Storage;

/// <summary>The pool alone: a warm connection is lent and comes back, no query.</summary>
internal sealed class ConnectionAcquire : LedgerBenchmark
{
    private const int Times = 1000;

    private long _opened;

    public ConnectionAcquire(StorageEngine engine)
        : base("connection_acquire", "Taking a warm connection from the pool and giving it back", engine, StorageAims.WarmConnection) =>
        Peer = new LibraryPool(engine, () => Database);

    public override BenchmarkFigure Figure => BenchmarkFigure.Microseconds;

    public override long OperationsPerRun => Times;

    public override Peer Peer { get; }

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await base.SetUpAsync(context, cancellationToken);
        await (await Storage.Readers.AcquireAsync(cancellationToken)).DisposeAsync();
        _opened = Storage.Readers.Statistics.Opened;
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Times; i++)
        {
            await using var lease = await Storage.Readers.AcquireAsync(cancellationToken);
            if (lease.Connection.State != ConnectionState.Open)
            {
                throw new InvalidOperationException("The pool lent a connection that is not open.");
            }
        }

        context.ReportQuality("connections_opened", Storage.Readers.Statistics.Opened - _opened);
    }
}
