using Attune.Storage.Migrations;
using Attune.Storage.Postgres;
using Attune.Testing;

namespace Attune.Storage.Tests.Postgres;

public sealed class PostgresMigrationsTests : IAsyncLifetime
{
    private PostgresDatabase? _database;

    private PostgresOptions Options => new() { ConnectionString = _database!.ConnectionString, RetryFor = TimeSpan.Zero };

    public async Task InitializeAsync() => _database = await PostgresDatabase.CreateAsync();

    public Task DisposeAsync() => _database?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    [SkippableFact]
    public async Task FirstUse_FourStoresAtOnce_MigrateOnce()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => PrivateServer.Open(Options)).ToList();
        await Task.WhenAll(stores.Select(store => Task.Run(() => store.Benchmarks.RemoveBaselineAsync("none"))));
        (await QueryAsync("SELECT count(*) FROM schema_migrations")).ShouldBe((long)SchemaHistory.LatestVersion);
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }

        (await QueryAsync("SELECT count(*) FROM writers")).ShouldBe(0L);
    }

    [SkippableFact]
    public async Task FirstUse_DatabaseOfANewerVersion_IsRefused()
    {
        await using (var store = PrivateServer.Open(Options))
        {
            await store.Events.CountRowsAsync();
        }

        await QueryAsync("INSERT INTO schema_migrations VALUES (999, 'from the future', 0)");
        await RefusedAsync("newer Attune");
    }

    [SkippableTheory]
    [InlineData("CREATE TABLE flows (theirs int)")]
    [InlineData("CREATE TABLE schema_migrations (version int)")]
    [InlineData("CREATE TABLE schema_migrations (version varchar); CREATE TABLE other (x int)")]
    public async Task FirstUse_TablesOfAnotherProgram_AreLeftAsTheyAre(string theirs)
    {
        const string Inventory = "SELECT string_agg(table_name || '.' || column_name, ', ' ORDER BY table_name, column_name) FROM information_schema.columns WHERE table_schema = 'public'";
        await QueryAsync(theirs);
        var before = await QueryAsync(Inventory);

        await RefusedAsync("another program");
        (await QueryAsync(Inventory)).ShouldBe(before);
    }

    [SkippableFact]
    public async Task Maintenance_TablesOfAnotherProgramBeside_AreNotTouched()
    {
        await QueryAsync("CREATE TABLE customers (x int)");
        await using var store = PrivateServer.Open(Options);
        await store.Maintenance.MigrateAsync();
        await store.Maintenance.AnalyzeAsync();

        (await store.Maintenance.GetStatusAsync()).Tables.Select(table => table.Table).ShouldBe(SchemaHistory.Tables, ignoreOrder: true);
        (await QueryAsync("SELECT string_agg(relname, ',') FROM pg_stat_user_tables WHERE last_analyze IS NULL")).ShouldBe("customers");
    }

    [SkippableFact]
    public async Task Status_WhereAMigrationWouldBeRefused_SaysWhy()
    {
        await QueryAsync("CREATE TABLE alerts (theirs int)");
        await using var store = AttuneStorage.Open(new StorageSetup { Storage = new StorageOptions { Engine = StorageEngine.Postgres }, Postgres = Options, ReadOnly = true });
        (await Should.ThrowAsync<StorageException>(() => store.Maintenance.GetStatusAsync())).Message.ShouldContain("\"alerts\"");
    }

    [SkippableFact]
    public async Task FirstUse_OtherSchemaInTheSearchPath_LeavesPublicAlone()
    {
        await QueryAsync("CREATE TABLE flows (theirs int); CREATE SCHEMA own");
        var options = Options;
        options.ConnectionString += ";Search Path=own";
        await using var store = PrivateServer.Open(options);
        (await store.Events.AppendAsync(new EventBatch("test", [SampleEvents.Flow(1)], [], []))).AddedFlows.ShouldBe(1);
        (await QueryAsync("SELECT count(*) FROM own.flows")).ShouldBe(1L);
    }

    [SkippableFact]
    public async Task Start_WritersThatAreLongGone_AreForgotten()
    {
        await using (var store = PrivateServer.Open(Options))
        {
            await store.Events.CountRowsAsync();
        }

        await QueryAsync($"INSERT INTO writers VALUES (gen_random_uuid(), 5, 0), ('{Guid.Empty}', 5, {DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()})");
        await using var again = PrivateServer.Open(Options);
        await again.Events.CountRowsAsync();
        (await QueryAsync("SELECT id FROM writers")).ShouldBe(Guid.Empty);
        (await QueryAsync("SELECT count(*) FROM writers")).ShouldBe(1L);
    }

    private async Task RefusedAsync(string why)
    {
        await using var store = PrivateServer.Open(Options);
        foreach (var call in new Func<Task>[] { () => store.Events.CountRowsAsync(), () => store.Events.AppendAsync(new EventBatch("test", [SampleEvents.Flow(1)], [], [])) })
        {
            var error = await Should.ThrowAsync<StorageException>(call);
            error.Message.ShouldContain(why);
            error.IsTransient.ShouldBeFalse();
        }
    }

    private Task<object?> QueryAsync(string sql) => PrivateServer.ExecuteAsync(_database!.ConnectionString, sql);
}
