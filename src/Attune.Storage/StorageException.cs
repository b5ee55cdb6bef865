namespace Attune.Storage;

/// <summary>The store could not do what was asked; the message says what to do about it.</summary>
public sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True when the same call may succeed later without anything being changed in it: the database is away, locked, full or busy.</summary>
    public bool IsTransient { get; init; }
}
