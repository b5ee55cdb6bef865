using System.Data;
using System.Data.Common;
using Attune.Storage.Pool;
using Npgsql;

namespace Attune.Storage.Postgres;

/// <summary>Connections that can only read, to the replica where there is one.</summary>
internal sealed class PostgresConnectionSource(PostgresConnections connections) : IConnectionSource
{
    public string Name => "reader";

    public async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) => await connections.OpenReaderAsync(cancellationToken);

    public async ValueTask<bool> IsAliveAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1";
        return await command.ExecuteScalarAsync(cancellationToken) is 1;
    }

    /// <summary>
    /// Refuses a connection with an unfinished result. Readers run single statements; a transaction that one forgot ends by
    /// <c>idle_in_transaction_session_timeout</c>, because asking the server at every return would cost each query a round trip.
    /// </summary>
    public ValueTask ResetAsync(DbConnection connection, CancellationToken cancellationToken) => ((NpgsqlConnection)connection).FullState == ConnectionState.Open
        ? ValueTask.CompletedTask
        : throw new InvalidOperationException("The connection is closed or still has a result to give.");
}
