namespace Attune.Storage;

/// <summary>The store could not do what was asked; the message says what to do about it.</summary>
public sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
