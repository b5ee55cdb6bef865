using Attune.Lab.Benchmarks;
using Attune.Storage;
using Attune.Suites.Storage.Databases;
using Attune.Suites.Workloads;

namespace Attune.Suites.Storage;

/// <summary>The ledger's long append on SQLite, against the two ways in which it is usually done badly.</summary>
internal sealed class SqliteBatchInsert : BulkInsert
{
    /// <summary>The peers are slower by this much; they insert fewer rows, as their rate does not depend on it.</summary>
    private const int PeerShare = 10;

    private const int MostAutocommits = 2000;

    public SqliteBatchInsert()
        : base("sqlite_batch_insert", "Flows appended by one caller in batches of 10,000 to an empty ledger, durable against the death of the process",
            StorageEngine.Sqlite, defaultFlows: 500_000, callers: 1, StorageAims.SqliteRowRate) =>
        Peer = new PlainFlowsPeer(
            "one transaction, the INSERT parsed again for each row", Synchronous, () => Math.Max(1, Count / PeerShare), (plain, flows) => plain.InsertParsingEach(flows)) { BeginsEmpty = true };

    public override Peer Peer { get; }

    protected override async Task ReportAsync(BenchmarkContext context, double rate, CancellationToken cancellationToken)
    {
        context.Report(rate);
        var flows = new FlowSequence(seed: 2, FlowSequence.Start, TimeSpan.FromMilliseconds(100)).Take(Math.Min(Count, MostAutocommits));
        var folder = Directory.CreateDirectory(Path.Combine(context.WorkFolder, "autocommit"));
        using var plain = await PlainFlows.CreateAsync(new SqliteDatabase(folder.FullName), Synchronous);
        var autocommit = flows.Length / plain.InsertEach(flows).TotalSeconds;
        plain.Check(flows.Length);
        context.ReportQuality("autocommit_rows_per_second", autocommit);
        context.ReportQuality("times_autocommit", rate / autocommit);
    }
}
