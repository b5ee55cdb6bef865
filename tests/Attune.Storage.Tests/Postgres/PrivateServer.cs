using Attune.Storage.Postgres;
using Attune.Testing;
using Npgsql;

namespace Attune.Storage.Tests.Postgres;

/// <summary>One server for the tests that stop, kill and freeze it, one after another; made by the first that needs it.</summary>
public sealed class PrivateServer : IAsyncLifetime
{
    private PostgresServer? _server;

    public PostgresServer Server => _server!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>An empty database on it, with the server running; skips the test where there is no PostgreSQL.</summary>
    public async Task<PostgresOptions> MakeDatabaseAsync()
    {
        _server ??= await PostgresServer.StartAsync();
        var name = $"attune_{Guid.NewGuid():n}";
        await ExecuteAsync(Server.ConnectionString, $"CREATE DATABASE {name}");
        return new PostgresOptions { ConnectionString = With(database: name), RetryFor = TimeSpan.FromMinutes(2), ConnectTimeout = TimeSpan.FromSeconds(2) };
    }

    public string With(string? database = null, string? user = null, string? password = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Pooling = false };
        settings.Database = database ?? settings.Database;
        settings.Username = user ?? settings.Username;
        settings.Password = password ?? settings.Password;
        return settings.ConnectionString;
    }

    public static AttuneStorage Open(PostgresOptions options) => AttuneStorage.Open(new StorageSetup { Storage = new StorageOptions { Engine = StorageEngine.Postgres }, Postgres = options });

    public static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
