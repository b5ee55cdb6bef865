using System.Data;
using System.Data.Common;
using Attune.Storage.Pool;

namespace Attune.Storage.Sqlite;

/// <summary>Reading connections to the file.</summary>
internal sealed class SqliteConnectionSource(SqliteConnectionFactory connections) : IConnectionSource
{
    public string Name => "reader";

    public ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) => ValueTask.FromResult<DbConnection>(connections.OpenReader());

    public ValueTask<bool> IsAliveAsync(DbConnection connection, CancellationToken cancellationToken) => ValueTask.FromResult(connection.State == ConnectionState.Open);

    /// <summary>Readers open no transactions.</summary>
    public ValueTask ResetAsync(DbConnection connection, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
