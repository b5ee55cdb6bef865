namespace Attune.Storage;

/// <summary>Where SQLite keeps what it sorts and gathers.</summary>
public enum TempStore
{
    /// <summary>In memory: fastest, but a large sort takes as much memory as its rows.</summary>
    Memory,

    /// <summary>In temporary files.</summary>
    File,
}
