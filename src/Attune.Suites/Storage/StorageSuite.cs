using Attune.Lab.Benchmarks;
using Attune.Storage;

namespace Attune.Suites.Storage;

/// <summary>The suite <c>storage</c>: the ledger on disk, on SQLite and on PostgreSQL, beside plain SQL as one would write it by hand.</summary>
public static class StorageSuite
{
    /// <summary>The suite's name.</summary>
    public const string Name = "storage";

    /// <summary>The suite. Parameters: <c>rows</c> in the ledger that is read, <c>flows</c> of a long append in batches of 10,000, <c>appends</c> of a caller who waits for each, <c>events</c> of a long append (20,000), <c>callers</c> (32), <c>documents</c> (1,000).</summary>
    public static BenchmarkSuite Create() => new(Name, "The event store: appending, querying, opening, memory.", () =>
    [
        new BatchInsert(StorageEngine.Sqlite), new BatchInsert(StorageEngine.Postgres), new SqliteBatchInsert(), new SqliteAutocommitInsert(), new SqliteGroupCommit(),
        new PostgresCopyUpsert(), PostgresCopyRatio.OfPsqlCopy(), PostgresCopyRatio.OfMultirowInserts(), new PostgresMultirowInsert(),
        new AppendThroughput(), new ConcurrentAppends(), new ConcurrentThroughputImprovement(), new DocumentThroughput(),
        new ComplexQuery(), new MillionRowSums(StorageEngine.Sqlite), new MillionRowSums(StorageEngine.Postgres), new WindowQueryTime(), new CountRows(), new KeysetPage(), new ConnectionAcquisition(),
        new ConnectionAcquire(StorageEngine.Sqlite), new ConnectionAcquire(StorageEngine.Postgres), new StoreOpen(),
        new StorageMemory(), new QueryMemory(), new StreamMemory(StorageEngine.Sqlite), new StreamMemory(StorageEngine.Postgres),
    ]);
}
