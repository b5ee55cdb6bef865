using System.Diagnostics;
using Attune.Lab.Benchmarks;
using Attune.Storage;
using Attune.Suites.Storage.Postgres;
using Attune.Suites.Workloads;

namespace Attune.Suites.Storage;

/// <summary>The usual fast way, to know by how much the room is faster; and, as the peer, the usual slow one.</summary>
internal sealed class PostgresMultirowInsert : LedgerBenchmark
{
    private const int BatchSize = 10_000;
    private const int PeerShare = 50;
    private const int MostPeerFlows = 2000;

    private readonly FlowSequence _plainFlows = new(seed: 2, FlowSequence.Start, TimeSpan.FromMilliseconds(100));
    private int _flows = 50_000;
    private PlainPostgres? _plain;

    public PostgresMultirowInsert()
        : base("postgres_multirow_insert", "Plain Npgsql, a prepared INSERT of 1,000 rows at a time into the ledger's own table definition: the baseline of postgres_copy_upsert", StorageEngine.Postgres) =>
        Peer = new PlainPostgresPeer(
            "Npgsql, a prepared INSERT for each row in autocommit", () => Database,
            (plain, run) => plain.InsertAsync(run.Flows.Take(PeerFlows), rowsEach: 1, run.CancellationToken), elapsed => PeerFlows / elapsed.TotalSeconds) { BeginsEmpty = true };

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("rows/s", Better.Higher);

    public override Peer Peer { get; }

    private int PeerFlows => Math.Clamp(_flows / PeerShare, 1, MostPeerFlows);

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { WarmupIterations = 1, Iterations = 5, TimeoutSeconds = 600, MemoryLimitMb = 2000 };

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _flows = context.Parameter("flows", _flows, 1, 10_000_000);
        await base.SetUpAsync(context, cancellationToken);
        _plain = await PlainPostgres.CreateAsync((PostgresDatabase)Database, cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var plain = _plain!;
        await plain.EmptyAsync(cancellationToken);
        var rate = _flows / (await plain.InsertAsync(_plainFlows.Take(_flows), PlainPostgres.ManyRows, cancellationToken)).TotalSeconds;
        await plain.CheckAsync(cancellationToken);
        context.Report(rate);
        await BeginAgainAsync(context, cancellationToken);
        context.ReportQuality("times_by_the_room", await AppendAllAsync(cancellationToken) / rate);
        await CheckRowsAsync(context);
    }

    public override async ValueTask TearDownAsync(BenchmarkContext context)
    {
        if (_plain is { } plain)
        {
            await plain.DisposeAsync();
        }

        await base.TearDownAsync(context);
    }

    /// <summary>The room's rate with two callers.</summary>
    private async Task<double> AppendAllAsync(CancellationToken cancellationToken)
    {
        var batches = Flows.Take(_flows).Chunk(BatchSize).ToArray();
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(batches.Index().GroupBy(batch => batch.Index % 2).Select(caller => Task.Run(
            async () =>
            {
                foreach (var (_, batch) in caller)
                {
                    await AppendAsync(batch, cancellationToken);
                }
            },
            cancellationToken)));
        return _flows / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
