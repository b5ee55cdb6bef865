using Attune.Lab.Benchmarks;

namespace Attune.Suites.Storage;

/// <summary>What the room asks of itself, where that is stricter than the guides.</summary>
internal static class StorageAims
{
    private const string Source = "the storage room's own aim";

    /// <summary>Rows a second of long appends on SQLite.</summary>
    public static BenchmarkTarget SqliteRowRate { get; } = new(300_000, Source);

    /// <summary>Rate of long appends on PostgreSQL, as a share of psql's.</summary>
    public static BenchmarkTarget ShareOfPsqlCopy { get; } = new(0.7, Source);

    /// <summary>Rate of long appends on PostgreSQL, as a multiple of multi-row statements'.</summary>
    public static BenchmarkTarget TimesMultirow { get; } = new(5, Source);

    /// <summary>Milliseconds for 1,000 durable rows in one batch.</summary>
    public static BenchmarkTarget ThousandRows { get; } = new(15, Source);

    /// <summary>Milliseconds for the sums by source over a million rows.</summary>
    public static BenchmarkTarget MillionRowSums { get; } = new(45, "guide 2, Database Performance with Modern Optimizations, on a million rows");

    /// <summary>Microseconds for a warm connection.</summary>
    public static BenchmarkTarget WarmConnection { get; } = new(50, Source);

    /// <summary>MiB that reading a million rows may add.</summary>
    public static BenchmarkTarget StreamedMemory { get; } = new(50, "guide 2, Automated Performance Testing and Validation: memory that a query adds");
}
