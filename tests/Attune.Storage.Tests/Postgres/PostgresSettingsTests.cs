using Attune.Storage.Postgres;
using Attune.Storage.Sql;
using Attune.Storage.Writing;
using Attune.Testing;
using Npgsql;

namespace Attune.Storage.Tests.Postgres;

public sealed class PostgresSettingsTests : IAsyncLifetime
{
    private PostgresDatabase? _database;

    private PostgresOptions Options => new()
    {
        ConnectionString = _database!.ConnectionString, ApplicationName = "attune-settings", StatementTimeout = TimeSpan.FromSeconds(17), LockTimeout = TimeSpan.FromMilliseconds(2500),
        WorkMemKib = 12_345, KeepaliveIdle = TimeSpan.FromSeconds(61), KeepaliveInterval = TimeSpan.FromSeconds(7), KeepaliveCount = 4, Writers = 1,
    };

    public async Task InitializeAsync() => _database = await PostgresDatabase.CreateAsync();

    public Task DisposeAsync() => _database?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connections_Settings_TakeEffect(bool reads)
    {
        await using var connections = new PostgresConnections(Options);
        await using var connection = reads ? await connections.OpenReaderAsync(default) : await connections.OpenWriterAsync(default);
        foreach (var (name, value) in new[]
        {
            ("application_name", "attune-settings"), ("statement_timeout", "17s"), ("lock_timeout", "2500ms"), ("work_mem", "12345kB"), ("jit", "off"),
            ("tcp_keepalives_idle", "61"), ("tcp_keepalives_interval", "7"), ("tcp_keepalives_count", "4"), ("idle_in_transaction_session_timeout", "17s"),
            ("default_transaction_read_only", reads ? "on" : "off"),
        })
        {
            connection.Scalar($"SELECT current_setting('{name}')").ShouldBe(value, name);
        }

        var client = new NpgsqlConnectionStringBuilder(connection.ConnectionString);
        (client.Pooling, client.Enlist, client.IncludeErrorDetail, client.TcpKeepAlive, client.TcpKeepAliveTime, client.TcpKeepAliveInterval).ShouldBe((false, false, false, true, 61, 7));
        (client.CommandTimeout, client.Password).ShouldBe((22, null));
    }

    [SkippableFact]
    public async Task Store_ItsSessions_AreThoseOfTheOptions()
    {
        await using var store = PrivateServer.Open(Options);
        await store.Events.AppendAsync(new EventBatch("test", [SampleEvents.Flow(1)], [], []));
        await store.Events.CountRowsAsync();

        // One writer, and one reader or two: the pool opens its minimum in the background.
        var names = await PrivateServer.ExecuteAsync(
            _database!.ConnectionString, "SELECT array_agg(application_name) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'");
        names.ShouldBeOfType<string[]>().Length.ShouldBeGreaterThanOrEqualTo(2);
        ((string[])names).ShouldAllBe(name => name == "attune-settings");
        store.Engine.ShouldMatch(@"^PostgreSQL \d+\.\d+$");
    }

    [SkippableFact]
    public async Task Reader_Write_IsRefusedByTheServer()
    {
        await using var connections = new PostgresConnections(Options);
        await using var connection = await connections.OpenReaderAsync(default);
        Should.Throw<PostgresException>(() => connection.Execute("CREATE TABLE t (x int)")).SqlState.ShouldBe(PostgresErrorCodes.ReadOnlySqlTransaction);
    }

    [SkippableFact]
    public async Task Writer_ServerThatCommitsAsynchronously_IsMadeToWaitForItsDisk()
    {
        await PrivateServer.ExecuteAsync(_database!.ConnectionString, $"ALTER DATABASE {_database.Name} SET synchronous_commit = off");
        await using var connections = new PostgresConnections(Options);
        using var buffer = new CopyBuffer();
        var step = new WorkStep<object?>(connection => connection.Scalar("SELECT current_setting('synchronous_commit')"));
        using var writer = PostgresWriter.Open(connections, buffer, Guid.NewGuid(), lost: null);
        writer.Run(step);
        step.Result.ShouldBe("on");
    }

    [SkippableFact]
    public async Task Store_OneStatementOverItsTime_IsATransientError()
    {
        var options = Options;
        options.StatementTimeout = TimeSpan.FromSeconds(1);
        await using var connections = new PostgresConnections(options);
        await using var connection = await connections.OpenReaderAsync(default);
        var error = PostgresErrors.Translate(Should.Throw<PostgresException>(() => connection.Execute("SELECT pg_sleep(60)")), connections.Primary)!;
        error.IsTransient.ShouldBeTrue();
        error.Message.ShouldContain("postgres.statement_timeout");
    }
}
