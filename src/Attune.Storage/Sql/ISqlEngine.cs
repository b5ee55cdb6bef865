using System.Data.Common;
using Attune.Storage.Maintenance;
using Attune.Storage.Pool;
using Attune.Storage.Writing;

namespace Attune.Storage.Sql;

/// <summary>What differs between the engines: connections, the way rows are written, errors, plans and upkeep. Everything else is written once.</summary>
internal interface ISqlEngine : IAsyncDisposable
{
    /// <summary>Name with version, for example <c>SQLite 3.40.1</c>.</summary>
    string Name { get; }

    /// <summary>Which engine it is.</summary>
    StorageEngine Kind { get; }

    /// <summary>Connections that only read; on a replica where one is configured.</summary>
    ConnectionPool Readers { get; }

    /// <summary>What this engine does for upkeep.</summary>
    IEngineMaintenance Maintenance { get; }

    /// <summary>True when calls on a connection block their thread, so that reads are run on a pool thread.</summary>
    bool Blocks { get; }

    /// <summary>Waits until the schema is as this program knows it; returns at once when it is.</summary>
    /// <exception cref="StorageException">The database cannot be reached, or is not one that this program can use.</exception>
    ValueTask EnsureReadyAsync(CancellationToken cancellationToken);

    /// <summary>The connections that write; none in a store that only reads.</summary>
    IReadOnlyList<IWriteSession> OpenWriters();

    /// <summary>Turns what the database's library throws into an error that says what to do; null for an error that is not the database's.</summary>
    StorageException? Translate(Exception error);

    /// <summary>How the database would run a query, one step per line.</summary>
    Task<string> ExplainAsync(DbConnection connection, SqlQuery query, CancellationToken cancellationToken);

    /// <summary>Something that will soon keep it from working, for example a full disk; null if all is well.</summary>
    string? FindFault();
}
