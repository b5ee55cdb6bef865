namespace Attune.Storage;

/// <summary>The ledger and everything derived from it.</summary>
public interface IEventStore : IEventWriter, IEventReader, IAsyncDisposable
{
    /// <summary>Name of the engine with its version, for example <c>SQLite 3.40.1</c>.</summary>
    string Engine { get; }

    /// <summary>Null when the store can be read and written; else what is wrong.</summary>
    Task<string?> CheckAsync(CancellationToken cancellationToken = default);
}
