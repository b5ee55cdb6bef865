namespace Attune.Storage;

/// <summary>Whether the cause of an <see cref="Alert"/> is still there.</summary>
public enum AlertState
{
    /// <summary>It is.</summary>
    Firing,

    /// <summary>It is gone.</summary>
    Resolved,
}
