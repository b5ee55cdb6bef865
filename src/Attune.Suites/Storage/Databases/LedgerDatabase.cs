using Attune.Storage;
using Attune.Suites.Storage.Postgres;

namespace Attune.Suites.Storage.Databases;

/// <summary>A database of one benchmark's own, which goes when the benchmark is over.</summary>
internal abstract class LedgerDatabase : IAsyncDisposable
{
    /// <summary>Why there can be none of an engine here; null if there can.</summary>
    public static string? WhyNot(StorageEngine engine) => engine == StorageEngine.Postgres ? PostgresServer.Unavailable : null;

    /// <summary>Makes an empty one.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="folder">Where a file may lie.</param>
    /// <param name="cancellationToken">Stops a server's start.</param>
    public static async Task<LedgerDatabase> CreateAsync(StorageEngine engine, string folder, CancellationToken cancellationToken) => engine == StorageEngine.Postgres
        ? await PostgresDatabase.CreateAsync(cancellationToken)
        : new SqliteDatabase(folder);

    /// <summary>How a store opens it.</summary>
    public abstract StorageSetup Setup(SynchronousMode synchronous);

    /// <summary>Removes all flows. No store may have it open.</summary>
    public abstract Task EmptyAsync();

    /// <summary>Updates what the engine knows of its tables, as its own upkeep does in the background sooner or later.</summary>
    public abstract Task SettleAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
