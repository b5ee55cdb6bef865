using Attune.Storage.Benchmarks;

namespace Attune.Storage;

/// <summary>Everything that Attune keeps, in one database. <see cref="AttuneStorage"/> opens it.</summary>
public interface IStorage : IAsyncDisposable
{
    /// <summary>Name of the engine with its version, for example <c>SQLite 3.40.1</c>.</summary>
    string Engine { get; }

    /// <summary>The ledger, text events, windows and dead letters.</summary>
    IEventStore Events { get; }

    /// <summary>The history of benchmark runs.</summary>
    IBenchmarkStore Benchmarks { get; }

    /// <summary>Null when the store can be read and written; else what is wrong.</summary>
    Task<string?> CheckAsync(CancellationToken cancellationToken = default);
}
