using Attune.Testing;
using Npgsql;

namespace Attune.Storage.Tests.Postgres;

public sealed class PostgresServerTests : IAsyncLifetime
{
    private PostgresServer? _server;

    private PostgresServer Server => _server!;

    public async Task InitializeAsync() => _server = await PostgresServer.StartAsync();

    public Task DisposeAsync() => _server?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    [SkippableFact]
    public async Task KillAsync_MidTransaction_KeepsWhatWasCommittedAndNothingElse()
    {
        await using var connection = await ConnectAsync();
        await ExecuteAsync(connection, "CREATE TABLE t (v int); INSERT INTO t VALUES (1)");
        await ExecuteAsync(connection, "BEGIN; INSERT INTO t VALUES (2)");

        await Server.KillAsync();
        await Should.ThrowAsync<NpgsqlException>(() => ExecuteAsync(connection, "COMMIT"));
        await Should.ThrowAsync<NpgsqlException>(ConnectAsync);

        await Server.RestartAsync();
        await using var again = await ConnectAsync();
        await using var sum = new NpgsqlCommand("SELECT sum(v) FROM t", again);
        (await sum.ExecuteScalarAsync()).ShouldBe(1L);
    }

    [SkippableFact]
    public async Task StopAsync_ThenRestart_ServesTheSameAddress()
    {
        await Server.StopAsync();
        await Should.ThrowAsync<NpgsqlException>(ConnectAsync);
        await Server.StopAsync();

        await Server.RestartAsync();
        await using var connection = await ConnectAsync();
        await ExecuteAsync(connection, "SELECT 1");
    }

    [SkippableFact]
    public async Task FreezeAsync_OpenConnection_GetsItsAnswerOnlyAfterThaw()
    {
        await using var connection = await ConnectAsync();
        await Server.FreezeAsync();
        var answer = ExecuteAsync(connection, "SELECT 1");
        await Should.ThrowAsync<NpgsqlException>(() => ConnectAsync(new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Timeout = 1 }));
        answer.IsCompleted.ShouldBeFalse();

        await Server.ThawAsync();
        await answer;
    }

    private Task<NpgsqlConnection> ConnectAsync() => ConnectAsync(new NpgsqlConnectionStringBuilder(Server.ConnectionString));

    private static async Task<NpgsqlConnection> ConnectAsync(NpgsqlConnectionStringBuilder to)
    {
        to.Pooling = false;
        var connection = new NpgsqlConnection(to.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
