using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Attune.Storage;

/// <summary>Settings of the storage room (section <c>storage</c>).</summary>
public sealed class StorageOptions
{
    /// <summary>Page size of a new database: with mail bodies in it, 8 KiB writes faster than SQLite's own 4 KiB and waits less at checkpoints.</summary>
    public const int PageSizeBytes = 8192;

    /// <summary>Largest <see cref="BatchSize"/>.</summary>
    public const int MaxBatchSize = 1_000_000;

    /// <summary>The database to run on. Default <see cref="StorageEngine.Sqlite"/>.</summary>
    [Description("sqlite: one file beside the program; postgres: the server that section postgres names.")]
    public StorageEngine Engine { get; set; } = StorageEngine.Sqlite;

    /// <summary>Path of the SQLite database file; its folder is made when missing. Default <c>attune-data/attune.db</c>.</summary>
    [Required]
    [Description("Path of the SQLite database file; its folder is made when missing.")]
    public string Path { get; set; } = System.IO.Path.Combine("attune-data", "attune.db");

    /// <summary>When a commit of SQLite is durable; on PostgreSQL it always is before it is acknowledged. Default <see cref="SynchronousMode.Normal"/>.</summary>
    [Description("normal: a commit survives the death of the process; full: also loss of power, at one fsync per commit.")]
    public SynchronousMode Synchronous { get; set; } = SynchronousMode.Normal;

    /// <summary>Most events that one transaction takes. Default 8,192, 1 to 1,000,000.</summary>
    [Range(1, MaxBatchSize)]
    [Description("Most events that one transaction takes.")]
    public int BatchSize { get; set; } = 8192;

    /// <summary>How long a transaction waits for further events after its first. Default 0: it takes what waits already. 0 to 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    [Description("How long a transaction waits for further events after its first; 0: it takes what waits already.")]
    public TimeSpan CommitDelay { get; set; } = TimeSpan.Zero;

    /// <summary>Queries that take longer are logged with their plan. Default 500 ms, 0 to 1 h; 0 turns it off.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    [Description("Queries that take longer are logged with their plan; 0 turns it off.")]
    public TimeSpan SlowQuery { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Write requests that may wait before callers are held back. Default 64, 1 to 100,000.</summary>
    [Range(1, 100_000)]
    [Description("Write requests that may wait before callers are held back.")]
    public int QueueCapacity { get; set; } = 64;

    /// <summary>Page cache of a connection in KiB. Default 65,536 (64 MiB), 64 to 16,777,216.</summary>
    [Range(64, 16_777_216)]
    [Description("Page cache of a connection in KiB.")]
    public int PageCacheKib { get; set; } = 65_536;

    /// <summary>Where SQLite keeps what it sorts and gathers. Default <see cref="Storage.TempStore.Memory"/>.</summary>
    [Description("Where SQLite keeps what it sorts and gathers: in memory, or in temporary files.")]
    public TempStore TempStore { get; set; } = TempStore.Memory;

    /// <summary>Bytes of the file that readers map into memory. Default 268,435,456 (256 MiB); 0 turns it off.</summary>
    [Range(0L, 1L << 40)]
    [Description("Bytes of the file that readers map into memory; 0 turns it off.")]
    public long MmapBytes { get; set; } = 268_435_456;

    /// <summary>Pages in the write-ahead log after which it is copied into the database. Default 8,000 (64 MiB), 100 to 1,000,000.</summary>
    [Range(100, 1_000_000)]
    [Description("Pages in the write-ahead log after which it is copied into the database.")]
    public int WalAutocheckpointPages { get; set; } = 8000;

    /// <summary>How long a connection waits for another process's lock. Default 5 s, 0 to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    [Description("How long a connection waits for another process's lock.")]
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
