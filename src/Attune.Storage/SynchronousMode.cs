namespace Attune.Storage;

/// <summary>When SQLite waits for the disk.</summary>
public enum SynchronousMode
{
    /// <summary>At checkpoints: an acknowledged commit survives the death of the process; the last ones may be lost when power is.</summary>
    Normal,

    /// <summary>At every commit: an acknowledged commit also survives loss of power.</summary>
    Full,
}
