using Attune.Events;
using Attune.Storage.Postgres;
using Attune.Testing;
using Npgsql;

namespace Attune.Storage.Tests.Postgres;

/// <summary>The server goes away and comes back.</summary>
[Collection(nameof(PrivateServer))]
public sealed class PostgresOutageTests(PrivateServer shared) : IAsyncLifetime
{
    private const int BatchSize = 20;

    private PostgresOptions _options = null!;
    private AttuneStorage _store = null!;
    private int _acknowledged;

    private PostgresServer Server => shared.Server;

    public async Task InitializeAsync()
    {
        _options = await shared.MakeDatabaseAsync();
        _store = PrivateServer.Open(_options);
    }

    public Task DisposeAsync() => _store?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    [SkippableFact]
    public Task AppendAsync_ServerKilledAndRestarted_StoresEachBatchOnce() => WriteThroughAsync(600, async () =>
    {
        await AcknowledgedAsync(50);
        await Server.KillAsync();
        await Server.RestartAsync();
        await AcknowledgedAsync(250);
        await Server.KillAsync();
        await Server.RestartAsync();
    });

    [SkippableFact]
    public Task AppendAsync_ServerShutDownAndRestarted_StoresEachBatchOnce() => WriteThroughAsync(300, async () =>
    {
        await AcknowledgedAsync(50);
        await Server.StopAsync();
        await Server.RestartAsync();
    });

    [SkippableFact]
    public Task AppendAsync_SessionsTerminatedAgainAndAgain_StoresEachBatchOnce() => WriteThroughAsync(600, async () =>
    {
        for (var acknowledged = 20; acknowledged <= 500; acknowledged += 20)
        {
            await AcknowledgedAsync(acknowledged);
            await PrivateServer.ExecuteAsync(_options.ConnectionString, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'attune'");
        }
    });

    [SkippableFact]
    public async Task CheckAsync_FrozenServer_IsNotWellUntilItThaws()
    {
        await Eventually.TrueAsync(async () => await _store.CheckAsync() is null);
        await Server.FreezeAsync();
        try
        {
            (await _store.CheckAsync()).ShouldNotBeNull();
        }
        finally
        {
            await Server.ThawAsync();
        }

        await Eventually.TrueAsync(async () => await _store.CheckAsync() is null);
        (await _store.Events.AppendAsync(Batch(1))).AddedFlows.ShouldBe(BatchSize);
    }

    [SkippableFact]
    public async Task Open_ServerAway_IsNoErrorAndWorksOnceItIsThere()
    {
        await Server.StopAsync();
        Task<AppendResult> waiting;
        await using var store = PrivateServer.Open(_options);
        try
        {
            var error = await Should.ThrowAsync<StorageException>(() => store.Events.CountRowsAsync());
            error.IsTransient.ShouldBeTrue();
            error.Message.ShouldContain("cannot be reached");
            store.Engine.ShouldBe("PostgreSQL");
            waiting = store.Events.AppendAsync(Batch(1));
            await Eventually.TrueAsync(async () => await store.CheckAsync() is { } fault && fault.Contains("cannot be reached", StringComparison.Ordinal));
        }
        finally
        {
            await Server.RestartAsync();
        }

        (await waiting).AddedFlows.ShouldBe(BatchSize);
        (await store.Events.CountRowsAsync()).Flows.ShouldBe(BatchSize);
        store.Engine.ShouldStartWith("PostgreSQL 1");
        await Eventually.TrueAsync(async () => await store.CheckAsync() is null);
    }

    [SkippableFact]
    public async Task AppendAsync_ServerAwayAndNoPatience_FailsAtOnceAndWorksLater()
    {
        (_options.RetryFor, _options.Writers) = (TimeSpan.Zero, 1);
        await using var store = PrivateServer.Open(_options);
        (await store.Events.AppendAsync(Batch(1))).AddedFlows.ShouldBe(BatchSize);
        await Server.StopAsync();
        try
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                (await Should.ThrowAsync<StorageException>(() => store.Events.AppendAsync(Batch(2)))).IsTransient.ShouldBeTrue();
            }
        }
        finally
        {
            await Server.RestartAsync();
        }

        (await store.Events.AppendAsync(Batch(2))).AddedFlows.ShouldBe(BatchSize);
    }

    [SkippableFact]
    public async Task DisposeAsync_ServerAway_FailsWhatIsQueuedRatherThanWaitForIt()
    {
        _options.RetryFor = TimeSpan.FromHours(1);
        var store = PrivateServer.Open(_options);
        await store.Events.AppendAsync(Batch(0));
        await Server.StopAsync();
        try
        {
            // More than the queue holds.
            var writes = Enumerable.Range(1, 200).Select(number => store.Events.AppendAsync(Batch(number))).ToList();
            await store.DisposeAsync().AsTask().WaitAsync(Eventually.Bound);

            foreach (var write in writes)
            {
                await Should.ThrowAsync<StorageException>(() => write);
            }
        }
        finally
        {
            await Server.RestartAsync();
        }
    }

    [SkippableFact]
    public async Task AppendAsync_DatabaseMadeAnewMeanwhile_MakesItsTablesAgain()
    {
        await _store.Events.AppendAsync(Batch(0));
        var name = new NpgsqlConnectionStringBuilder(_options.ConnectionString).Database;
        await PrivateServer.ExecuteAsync(Server.ConnectionString, $"DROP DATABASE {name} WITH (FORCE)");
        await PrivateServer.ExecuteAsync(Server.ConnectionString, $"CREATE DATABASE {name}");

        (await _store.Events.AppendAsync(Batch(0))).AddedFlows.ShouldBe(BatchSize);
        (await ReadAsync()).Count.ShouldBe(BatchSize);
    }

    [SkippableFact]
    public async Task AppendAsync_DatabaseOfANewerProgramAfterALoss_IsRefusedAndLeftAsItIs()
    {
        await _store.Events.AppendAsync(Batch(0));
        await PrivateServer.ExecuteAsync(_options.ConnectionString, "INSERT INTO schema_migrations VALUES (999, 'from the future', 0)");
        await PrivateServer.ExecuteAsync(_options.ConnectionString, "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE application_name = 'attune'");

        var error = await Should.ThrowAsync<StorageException>(() => _store.Events.AppendAsync(Batch(1)));
        error.Message.ShouldContain("newer Attune");
        error.IsTransient.ShouldBeFalse();
        (await PrivateServer.ExecuteAsync(_options.ConnectionString, "SELECT count(*) FROM flows")).ShouldBe((long)BatchSize);
    }

    [SkippableFact]
    public async Task CountRowsAsync_AfterRestart_NeedsNoMoreThanOneFailure()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _store.Events.CountRowsAsync()));
        await Server.StopAsync();
        await Server.RestartAsync();

        try
        {
            await _store.Events.CountRowsAsync();
        }
        catch (StorageException error)
        {
            error.IsTransient.ShouldBeTrue();
        }

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _store.Events.CountRowsAsync()));
    }

    /// <summary>Two callers append each batch while something happens to the server; every row must be acknowledged twice and as new once.</summary>
    private async Task WriteThroughAsync(int batches, Func<Task> happens)
    {
        var writing = Enumerable.Range(0, 4).Select(caller => Task.Run(async () =>
        {
            var results = new List<(int Batch, AppendResult Result)>();
            for (var batch = caller / 2; batch < batches; batch += 2)
            {
                results.Add((batch, await _store.Events.AppendAsync(Batch(batch))));
                Interlocked.Increment(ref _acknowledged);
            }

            return results;
        })).ToList();
        await happens();
        var results = (await Task.WhenAll(writing)).SelectMany(list => list).ToList();

        results.Count.ShouldBe(2 * batches);
        results.GroupBy(item => item.Batch).ShouldAllBe(twice => twice.First().Result.NewFlows.Zip(twice.Last().Result.NewFlows).All(row => row.First ^ row.Second));
        (await ReadAsync()).ShouldBe(Enumerable.Range(0, batches).SelectMany(batch => Batch(batch).Flows), ignoreOrder: true);
    }

    private Task AcknowledgedAsync(int count) => Eventually.TrueAsync(() => Volatile.Read(ref _acknowledged) >= count);

    private async Task<List<Flow>> ReadAsync()
    {
        while (true)
        {
            try
            {
                var flows = new List<Flow>();
                await foreach (var flow in _store.Events.ReadFlowsAsync("test", DateTime.UnixEpoch))
                {
                    flows.Add(flow);
                }

                return flows;
            }
            catch (StorageException error) when (error.IsTransient)
            {
                // A reading connection from before the server went away.
            }
        }
    }

    private static EventBatch Batch(int number) => new("test", [.. Enumerable.Range(number * BatchSize, BatchSize).Select(row => SampleEvents.Flow(row))], [], []);
}
