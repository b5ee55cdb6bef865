using Attune.Storage.Benchmarks;
using Attune.Storage.Postgres;
using Attune.Testing;

namespace Attune.Storage.Tests.Postgres;

/// <summary>The connection is lost between COMMIT and its answer, when a client cannot know what became of it.</summary>
public sealed class LostAnswerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private PostgresDatabase? _database;
    private CuttingProxy _proxy = null!;
    private AttuneStorage _store = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresDatabase.CreateAsync();
        _proxy = new CuttingProxy(_database.ConnectionString);
        _store = Open(Patience);
        await _store.Events.AppendAsync(Batch(0));
    }

    public async Task DisposeAsync()
    {
        if (_database is not null)
        {
            await _store.DisposeAsync();
            await _proxy.DisposeAsync();
            await _database.DisposeAsync();
        }
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task AppendAsync_ConnectionCutAtCommit_StoresTheBatchOnceAndCallsItNew(int cut)
    {
        _proxy.Arm((CuttingProxy.Cut)cut);
        var result = await _store.Events.AppendAsync(Batch(1));

        _proxy.Cuts.ShouldBe(1);
        result.NewFlows.ShouldAllBe(isNew => isNew);
        (await _store.Events.CountRowsAsync()).Flows.ShouldBe(100);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task AppendAsync_FirstEverGroupCutAtCommit_StoresItOnce(int cut)
    {
        await using var fresh = Open(Patience);
        _proxy.Arm((CuttingProxy.Cut)cut);

        (await fresh.Events.AppendAsync(Batch(1))).NewFlows.ShouldAllBe(isNew => isNew);
        _proxy.Cuts.ShouldBe(1);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task StartRunAsync_ConnectionCutAtCommit_StartsOneRun(int cut)
    {
        _proxy.Arm((CuttingProxy.Cut)cut);
        var id = await _store.Benchmarks.StartRunAsync(new StoredRun
        {
            StartedAt = SampleEvents.Start, MachineId = "m", Cpu = "c", Cores = 1, MemoryBytes = 1, OperatingSystem = "o", Runtime = "r", Version = "1",
        });

        _proxy.Cuts.ShouldBe(1);
        (await _store.Benchmarks.GetRunsAsync(10)).ShouldHaveSingleItem().Id.ShouldBe(id);
    }

    [SkippableFact]
    public async Task AppendAsync_CutAtCommitWithoutPatience_SaysThatItIsNotKnown()
    {
        await using var store = Open(TimeSpan.Zero);
        _proxy.Arm(CuttingProxy.Cut.AfterCommit);
        var error = await Should.ThrowAsync<StorageException>(() => store.Events.AppendAsync(Batch(1)));

        error.IsTransient.ShouldBeTrue();
        error.Message.ShouldContain("not known whether");
        await store.Events.AppendAsync(Batch(1));
        (await store.Events.CountRowsAsync()).Flows.ShouldBe(100);
    }

    /// <summary>The server is not to end a forgotten transaction by itself within a test: the store has to.</summary>
    private AttuneStorage Open(TimeSpan patience) => PrivateServer.Open(new PostgresOptions
    {
        ConnectionString = _proxy.ConnectionString, RetryFor = patience, Writers = 1, StatementTimeout = TimeSpan.FromHours(1),
    });

    private static EventBatch Batch(int number) => new("test", [.. Enumerable.Range(number * 50, 50).Select(row => SampleEvents.Flow(row))], [], []);
}
