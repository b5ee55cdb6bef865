using Attune.Storage;
using Attune.Storage.Postgres;
using Attune.Suites.Storage.Databases;
using Npgsql;

namespace Attune.Suites.Storage.Postgres;

/// <summary>A fresh database on <see cref="PostgresServer"/>.</summary>
internal sealed class PostgresDatabase : LedgerDatabase
{
    private readonly PostgresServer _server;
    private readonly string _name;

    private PostgresDatabase(PostgresServer server, string name)
    {
        (_server, _name) = (server, name);
        ConnectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Where it is.</summary>
    public string ConnectionString { get; }

    /// <summary>Makes an empty database.</summary>
    public static async Task<PostgresDatabase> CreateAsync(CancellationToken cancellationToken)
    {
        var server = await PostgresServer.StartAsync(cancellationToken);
        try
        {
            var name = $"attune_bench_{Guid.NewGuid():n}";
            await PlainSql.ExecuteAsync(server.ConnectionString, $"CREATE DATABASE {name}", cancellationToken);
            return new PostgresDatabase(server, name);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public override StorageSetup Setup(SynchronousMode synchronous) => new()
    {
        Storage = new StorageOptions { Engine = StorageEngine.Postgres },
        Postgres = new PostgresOptions { ConnectionString = ConnectionString },
    };

    public override async Task EmptyAsync()
    {
        await PlainSql.ExecuteAsync(ConnectionString, "TRUNCATE flows", CancellationToken.None);
        await PlainSql.CheckpointAsync(ConnectionString, CancellationToken.None);
    }

    public override Task SettleAsync(CancellationToken cancellationToken) => PlainSql.ExecuteAsync(ConnectionString, "VACUUM ANALYZE flows", cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await using (_server)
        {
            await PlainSql.ExecuteAsync(_server.ConnectionString, $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)", CancellationToken.None);
        }
    }
}
