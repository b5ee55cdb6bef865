using Attune.Storage.Pool;

namespace Attune.Storage.Maintenance;

/// <summary>The state of a store at one moment.</summary>
public sealed record StorageStatus
{
    /// <summary>Name of the engine with its version.</summary>
    public required string Engine { get; init; }

    /// <summary>Path of the file, or host, port and database; never a password.</summary>
    public required string Address { get; init; }

    /// <summary>Version of the schema that the database has; 0 for an empty one.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>Version of the schema that this program knows.</summary>
    public required int LatestVersion { get; init; }

    /// <summary>How much each table holds, by name.</summary>
    public required IReadOnlyList<TableSize> Tables { get; init; }

    /// <summary>The settings, as asked for and in force.</summary>
    public required IReadOnlyList<EngineSetting> Settings { get; init; }

    /// <summary>The pools of connections.</summary>
    public required IReadOnlyList<PoolStatistics> Pools { get; init; }

    /// <summary>Bytes of the whole database, with logs and free pages.</summary>
    public required long TotalBytes { get; init; }

    /// <summary>Bytes that are free on the disk that holds it; null where this program cannot see that disk.</summary>
    public long? FreeDiskBytes { get; init; }

    /// <summary>The last time that this store deleted what was old; null if it has not since it was opened.</summary>
    public RetentionRun? LastRetention { get; init; }
}
