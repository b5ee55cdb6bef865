using Attune.Testing;
using Npgsql;

namespace Attune.Storage.Tests.Postgres;

public sealed class PostgresDatabaseTests : IAsyncLifetime
{
    private PostgresDatabase? _database;

    private PostgresDatabase Database => _database!;

    public async Task InitializeAsync() => _database = await PostgresDatabase.CreateAsync();

    public Task DisposeAsync() => _database?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    [SkippableFact]
    public async Task CreateAsync_Database_IsEmptyAndSortsLikeBytes()
    {
        (await ScalarAsync(Database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).ShouldBe(0L);
        (await ScalarAsync(Database, "SELECT 'a' > 'B'")).ShouldBe(true);
        (await ScalarAsync(Database, "SELECT current_setting('server_encoding')")).ShouldBe("UTF8");
        (await ScalarAsync(Database, "SELECT current_setting('fsync')")).ShouldBe("on");
    }

    [SkippableFact]
    public async Task DisposeAsync_WithOpenConnections_DropsTheDatabase()
    {
        var other = await PostgresDatabase.CreateAsync();
        await using var busy = new NpgsqlConnection(other.ConnectionString);
        await busy.OpenAsync();
        (await CountAsync(other.Name)).ShouldBe(1L);

        await other.DisposeAsync();

        (await CountAsync(other.Name)).ShouldBe(0L);
    }

    private static async Task<object?> ScalarAsync(PostgresDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private Task<object?> CountAsync(string name) => ScalarAsync(Database, $"SELECT count(*) FROM pg_database WHERE datname = '{name}'");
}
