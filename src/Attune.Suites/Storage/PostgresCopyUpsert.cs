using Attune.Lab.Benchmarks;
using Attune.Storage;
using Attune.Suites.Storage.Postgres;

namespace Attune.Suites.Storage;

/// <summary>The ledger's long append on PostgreSQL: each row goes in once, whatever is repeated; psql's <c>\copy</c>, the fastest way there is, does not promise that.</summary>
internal sealed class PostgresCopyUpsert : BulkInsert
{
    public PostgresCopyUpsert()
        : base("postgres_copy_upsert", "Flows appended by two callers in batches of 10,000 to an empty ledger", StorageEngine.Postgres, defaultFlows: 300_000, callers: 2, aim: null) =>
        Peer = new PsqlPeer(() => Database, () => Count) { BeginsEmpty = true };

    public override Peer Peer { get; }

    protected override Task ReportAsync(BenchmarkContext context, double rate, CancellationToken cancellationToken)
    {
        context.Report(rate);
        return Task.CompletedTask;
    }

    private sealed class PsqlPeer(Func<Databases.LedgerDatabase> database, Func<int> rows) : PlainPostgresPeer(
        "psql \\copy, CSV", database, (plain, run) => plain.CopyAsync(run.Folder, run.Flows.Take(rows()), run.CancellationToken), elapsed => rows() / elapsed.TotalSeconds)
    {
        public override string? Unavailable => Psql.Unavailable;
    }
}
