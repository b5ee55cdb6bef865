using Attune.Lab.Benchmarks;

namespace Attune.Suites.Storage;

/// <summary>The suite <c>storage</c>: the ledger on disk, beside plain SQLite as one would write it by hand.</summary>
public static class StorageSuite
{
    /// <summary>The suite's name.</summary>
    public const string Name = "storage";

    /// <summary>The suite. Parameters: <c>rows</c> in the ledger that is read (100,000), <c>events</c> of a long append (20,000), <c>callers</c> (32), <c>documents</c> (1,000).</summary>
    public static BenchmarkSuite Create() => new(Name, "The event store: appending, querying, opening, memory.", () =>
    [
        new BatchInsert(), new AppendThroughput(), new ConcurrentAppends(), new ConcurrentThroughputImprovement(), new DocumentThroughput(),
        new ComplexQuery(), new WindowQueryTime(), new CountRows(), new KeysetPage(), new ConnectionAcquisition(), new StoreOpen(),
        new StorageMemory(), new QueryMemory(),
    ]);
}
