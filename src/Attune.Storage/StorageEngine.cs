namespace Attune.Storage;

/// <summary>The databases that the store runs on.</summary>
public enum StorageEngine
{
    /// <summary>One file beside the program.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server, 13 or newer.</summary>
    Postgres,
}
