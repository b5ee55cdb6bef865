namespace Attune.Storage.Writing;

/// <summary>A connection that writes, used by one thread.</summary>
internal interface IWriteSession : IDisposable
{
    /// <summary>Stores all requests in one transaction; when it returns they are durable, when it throws nothing of them is stored.</summary>
    /// <exception cref="StorageException">They were not stored.</exception>
    void Commit(IReadOnlyList<WriteRequest> requests);

    /// <summary>Says that the store is closing: a database that is away is not waited for any more. Called by any thread, before the session is disposed.</summary>
    void EndPatience();
}
