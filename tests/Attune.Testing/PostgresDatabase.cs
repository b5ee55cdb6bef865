using Npgsql;
using Xunit;

namespace Attune.Testing;

/// <summary>A fresh database for one test class, dropped afterwards.</summary>
/// <remarks>
/// It lies on the server that <c>ATTUNE_TEST_POSTGRES</c> names (<c>./test</c> starts one). Without that, this process starts one server for
/// itself when it first needs it. Tests that use it are <c>[SkippableFact]</c>s: without a PostgreSQL they are skipped, saying so.
/// </remarks>
public sealed class PostgresDatabase : IAsyncDisposable
{
    /// <summary>Environment variable with the connection string of a user who may create databases.</summary>
    public const string Variable = "ATTUNE_TEST_POSTGRES";

    private static readonly Lazy<Task<string>> OwnServer = new(
        () => PostgresScript.StartAsync(Directory.CreateTempSubdirectory("attune-pg-").FullName));

    private readonly string _server;

    private PostgresDatabase(string server, string name)
    {
        _server = server;
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    public string Name { get; }

    public string ConnectionString { get; }

    /// <summary>Makes an empty database; skips the test when there is no server.</summary>
    public static async Task<PostgresDatabase> CreateAsync()
    {
        var server = await ServerAsync();
        var database = new PostgresDatabase(server, $"attune_{Guid.NewGuid():n}");
        await database.ExecuteAsync($"CREATE DATABASE {database.Name}");
        return database;
    }

    /// <summary>Drops it, whoever is still connected.</summary>
    public async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        await ExecuteAsync($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
    }

    private static async Task<string> ServerAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return named;
        }

        var missing = await PostgresScript.MissingAsync();
        Skip.If(missing is not null, $"{Variable} is not set. {missing}");
        return await OwnServer.Value;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
