using System.Data.Common;

namespace Attune.Storage.Pool;

/// <summary>What a pool must know about an engine. Members may be called by many threads at once, each connection by one at a time.</summary>
internal interface IConnectionSource
{
    /// <summary>What the connections are for, <c>reader</c> or <c>writer</c>; the metrics' tag <c>pool</c>.</summary>
    string Name { get; }

    /// <summary>Opens a connection that is ready for use; on failure nothing is left open.</summary>
    ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Whether the connection still works. An exception counts as no.</summary>
    ValueTask<bool> IsAliveAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Undoes what a borrower may have left, such as an open transaction. An exception closes the connection.</summary>
    ValueTask ResetAsync(DbConnection connection, CancellationToken cancellationToken);
}
