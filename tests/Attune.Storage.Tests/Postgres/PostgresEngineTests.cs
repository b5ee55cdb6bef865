using Attune.Storage.Postgres;
using Attune.Storage.Sql;
using Attune.Testing;
using Npgsql;

namespace Attune.Storage.Tests.Postgres;

public sealed class PostgresEngineTests : IAsyncLifetime
{
    private PostgresDatabase? _database;
    private PostgresEngine _engine = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresDatabase.CreateAsync();
        var setup = new StorageSetup { Postgres = new PostgresOptions { ConnectionString = _database.ConnectionString, Writers = 1 } };
        _engine = new PostgresEngine(setup, new StorageTunables(setup));
        await _engine.EnsureReadyAsync(default);
    }

    public async Task DisposeAsync()
    {
        if (_database is not null)
        {
            _engine.OpenWriters()[0].Dispose();
            await _engine.DisposeAsync();
            await _database.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task ExplainAsync_QueryOfOneSource_UsesTheCoveringIndexAndNoSort()
    {
        await PrivateServer.ExecuteAsync(_database!.ConnectionString, """
            INSERT INTO flows SELECT decode(lpad(to_hex(i), 32, '0'), 'hex'), 's', i, '10.0.0.' || i % 200, 'd', i, 'SMTP', NULL FROM generate_series(1, 20000) i;
            ANALYZE flows;
            """);
        await using var lease = await _engine.Readers.AcquireAsync();
        var query = new SqlQuery("test", "SELECT id, bytes_transferred FROM flows").Where("source_ip = @source", "source", "10.0.0.1").Where("id > @after", "after", new byte[] { 0 })
            .Then("ORDER BY id LIMIT @limit").With("limit", 10);
        var plan = await _engine.ExplainAsync(lease.Connection, query, default);

        plan.ShouldContain("flows_by_source");
        plan.ShouldNotContain("Sort");
    }

    [SkippableFact]
    public async Task ExplainAsync_ValuesOfUsers_AreNotInThePlan()
    {
        await using var lease = await _engine.Readers.AcquireAsync();
        var query = new SqlQuery("test", "SELECT id FROM flows").Where("source_ip = @source", "source", "it's\n'secret'").Where("stream = @stream", "stream", @"se\'cret");
        var plan = await _engine.ExplainAsync(lease.Connection, query, default);

        plan.ShouldContain("source_ip = '?'");
        plan.ShouldNotContain("cret");
    }

    [SkippableFact]
    public async Task Readers_ReturnedWithAnUnfinishedResult_AreNotLentAgain()
    {
        int process;
        await using (var lease = await _engine.Readers.AcquireAsync())
        {
            process = ((NpgsqlConnection)lease.Connection).ProcessID;
            var reader = SqlCommands.Create(lease.Connection, "SELECT generate_series(1, 100000)").ExecuteReader();
            reader.Read().ShouldBeTrue();
        }

        await using var next = await _engine.Readers.AcquireAsync();
        ((NpgsqlConnection)next.Connection).ProcessID.ShouldNotBe(process);
    }

    [SkippableFact]
    public async Task Readers_IdleConnectionWhoseSessionEnded_FailsTheCheck()
    {
        await using var lease = await _engine.Readers.AcquireAsync();
        var source = new PostgresConnectionSource(new PostgresConnections(new PostgresOptions { ConnectionString = _database!.ConnectionString }));
        (await source.IsAliveAsync(lease.Connection, default)).ShouldBeTrue();

        await PrivateServer.ExecuteAsync(_database.ConnectionString, $"SELECT pg_terminate_backend({((NpgsqlConnection)lease.Connection).ProcessID}, 10000)");
        await Should.ThrowAsync<NpgsqlException>(() => source.IsAliveAsync(lease.Connection, default).AsTask());
    }
}
