using System.Diagnostics.Metrics;
using Attune.Streaming.Checkpoints;
using Attune.Streaming.Pipelines.Running.Checkpoints;
using Attune.Testing;
using Barrier = Attune.Streaming.Pipelines.Running.Barrier;

namespace Attune.Streaming.Tests.Pipelines.Running.Checkpoints;

public sealed class CheckpointCoordinatorTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly PipelineShape Shape = new([("1-where", "Where<Int32>"), ("2-window", "Tumbling 1 s")]);
    private readonly List<string> _log = [];
    private readonly ManualTimeProvider _time = new();
    private readonly MemoryCheckpointStore _store;

    public CheckpointCoordinatorTests() => _store = new MemoryCheckpointStore { Log = _log };

    [Fact]
    public async Task Due_EveryInterval_OneAtATime()
    {
        await using var coordinator = Make();
        coordinator.Due(Now).ShouldBeNull();
        _time.Advance(Interval - TimeSpan.FromTicks(1));
        coordinator.Due(Now).ShouldBeNull();
        _time.Advance(TimeSpan.FromTicks(1));
        coordinator.Due(Now).ShouldBe(1);
        var barrier = Begin(coordinator, 1);
        _time.Advance(Interval * 3);
        coordinator.Due(Now).ShouldBeNull("the first is still under way");
        barrier.Pass();
        await Eventually.TrueAsync(() => coordinator.Due(Now) == 2);
        coordinator.LastCheckpoint.ShouldBe(1);
    }

    [Fact]
    public async Task Due_AfterTheClockWasPutBack_ComesWithinAnInterval()
    {
        await using var coordinator = Make();
        coordinator.Due(Now).ShouldBeNull();
        var earlier = Now - TimeSpan.FromHours(1).Ticks;
        coordinator.Due(earlier).ShouldBeNull();
        coordinator.Due(earlier + Interval.Ticks).ShouldBe(1);
    }

    [Fact]
    public async Task Request_IsDueAtOnceAndCompletesWhenDurable()
    {
        await using var coordinator = Make();
        coordinator.Due(Now).ShouldBeNull();
        var asked = coordinator.RequestAsync(default);
        coordinator.Due(Now).ShouldBe(1);
        var saved = new TaskCompletionSource();
        _store.Saving = _ => saved.Task;
        Begin(coordinator, 1).Pass();
        var askedLater = coordinator.RequestAsync(default);
        asked.IsCompleted.ShouldBeFalse();
        saved.SetResult();
        (await asked).ShouldBe(1);
        askedLater.IsCompleted.ShouldBeFalse("the first cut was before it was asked");
        await Eventually.TrueAsync(() => coordinator.Due(Now) == 2);
        Begin(coordinator, 2).Pass();
        (await askedLater).ShouldBe(2);
    }

    [Fact]
    public async Task Checkpoint_HoldsStatesByWorkerPositionAndWatermark()
    {
        await using var coordinator = Make();
        var asked = coordinator.RequestAsync(default);
        var barrier = new Barrier(1);
        byte[] position = [7];
        coordinator.Begin(barrier, position, new byte[] { 8 });
        position[0] = 99;
        barrier.Add("2-window", 1, new byte[] { 1 });
        barrier.Add("2-window", 0, new byte[] { 0 });
        barrier.Pass();
        await asked;
        var checkpoint = _store.Saved[1];
        checkpoint.SourcePosition.ToArray().ShouldBe([7]);
        checkpoint.Watermark.ToArray().ShouldBe([8]);
        checkpoint.CreatedAt.ShouldBe(_time.GetUtcNow());
        checkpoint.States["2-window"].Select(piece => piece.Span[0]).ShouldBe([0, 1]);
        coordinator.TakeDurablePosition()!.Value.ToArray().ShouldBe([7]);
        coordinator.TakeDurablePosition().ShouldBeNull();
    }

    [Fact]
    public async Task Sink_CommitsAfterTheSaveAndBeforeTheSource()
    {
        await using var coordinator = Make();
        var sink = new Sink(_log) { Committed = null, Committing = () => coordinator.TakeDurablePosition().ShouldBeNull() };
        await coordinator.RestoreAsync([sink], default);
        var asked = coordinator.RequestAsync(default);
        var barrier = Begin(coordinator, 1);
        barrier.Pass();
        await barrier.Committed;
        await asked;
        await Eventually.TrueAsync(() => _log.Count == 3);
        _log.ShouldBe(["save 1", "commit 1", "prune 0"]);
        coordinator.TakeDurablePosition().ShouldNotBeNull();
    }

    [Fact]
    public async Task Save_ThatFails_IsReportedAndTheNextOneIsTried()
    {
        using var meters = new MeterListener();
        var failed = 0L;
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "attune.streaming.checkpoints.failed")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            if (tags.Contains(new KeyValuePair<string, object?>("pipeline", "failing")))
            {
                Interlocked.Add(ref failed, count);
            }
        });
        meters.Start();

        await using var coordinator = Make("failing");
        var sink = new Sink(_log);
        await coordinator.RestoreAsync([sink], default);
        var asked = coordinator.RequestAsync(default);
        _store.Saving = _ => Task.FromException(new CheckpointException("the disk is full"));
        var barrier = Begin(coordinator, 1);
        barrier.Pass();
        await barrier.Committed;
        (await Should.ThrowAsync<CheckpointException>(() => asked)).Message.ShouldContain("disk is full");
        await coordinator.DrainAsync(default);
        coordinator.LastFailure.ShouldNotBeNull();
        coordinator.LastCheckpoint.ShouldBeNull();
        coordinator.TakeDurablePosition().ShouldBeNull();
        Interlocked.Read(ref failed).ShouldBe(1);
        sink.Commits.ShouldBeEmpty();

        _store.Saving = null;
        _time.Advance(Interval);
        await Eventually.TrueAsync(() => coordinator.Due(Now) == 2);
        Begin(coordinator, 2).Pass();
        await coordinator.DrainAsync(default);
        coordinator.LastFailure.ShouldBeNull();
        coordinator.LastCheckpoint.ShouldBe(2);
        sink.Commits.ShouldBe([2]);
    }

    [Fact]
    public async Task DurableCheckpoint_IsCountedTimedAndWeighed()
    {
        var (seen, tag) = (new Dictionary<string, double>(), new KeyValuePair<string, object?>("pipeline", "measured"));
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        void See(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Contains(tag))
            {
                lock (seen)
                {
                    seen[instrument.Name] = value;
                }
            }
        }

        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => See(instrument, value, tags));
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => See(instrument, value, tags));
        meters.Start();

        await using var coordinator = Make("measured");
        var asked = coordinator.RequestAsync(default);
        var barrier = Begin(coordinator, 1);
        barrier.Add("2-window", 0, new byte[1000]);
        _time.Advance(TimeSpan.FromSeconds(3));
        barrier.Pass();
        await asked;
        _time.Advance(TimeSpan.FromSeconds(4));
        meters.RecordObservableInstruments();
        lock (seen)
        {
            seen["attune.streaming.checkpoints"].ShouldBe(1);
            seen["attune.streaming.checkpoint.duration"].ShouldBe(3);
            seen["attune.streaming.checkpoint.age"].ShouldBe(4);
            seen["attune.streaming.checkpoint.size"].ShouldBeInRange(1000, 1500);
        }
    }

    [Fact]
    public async Task Commit_ThatFails_StopsThePipeline()
    {
        await using var coordinator = Make();
        await coordinator.RestoreAsync([new Sink(_log) { Committing = () => throw new InvalidOperationException("broken") }], default);
        var asked = coordinator.RequestAsync(default);
        var barrier = Begin(coordinator, 1);
        barrier.Pass();
        await Should.ThrowAsync<InvalidOperationException>(() => barrier.Committed);
        await Should.ThrowAsync<InvalidOperationException>(() => asked);
        Should.Throw<CheckpointException>(() => coordinator.Due(Now)).Message.ShouldContain("broken");
        await Should.ThrowAsync<CheckpointException>(() => coordinator.DrainAsync(default));
        coordinator.TakeDurablePosition().ShouldBeNull();
    }

    [Fact]
    public async Task OldCheckpoints_AreRemovedUpToTheLastTwo()
    {
        await using var coordinator = Make();
        for (var id = 1; id <= 4; id++)
        {
            var asked = coordinator.RequestAsync(default);
            await Eventually.TrueAsync(() => coordinator.Due(Now) == id);
            Begin(coordinator, id).Pass();
            await asked;
        }

        await coordinator.DrainAsync(default);
        _store.Saved.Keys.ShouldBe([3, 4]);
    }

    [Fact]
    public async Task Restore_GivesTheNewestAndNumbersGoOn()
    {
        await FillAsync(5);
        await using var coordinator = Make();
        (await coordinator.RestoreAsync([], default))!.Id.ShouldBe(5);
        coordinator.LastCheckpoint.ShouldBe(5);
        _ = coordinator.RequestAsync(default);
        coordinator.Due(Now).ShouldBe(6);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(4L, 4L)]
    [InlineData(5L, 5L)]
    [InlineData(long.MaxValue, 5L)]
    public async Task Restore_WithATransactionalSink_GivesTheCheckpointThatItCommitted(long? committed, long? restored)
    {
        await FillAsync(5);
        await using var coordinator = Make();
        var checkpoint = await coordinator.RestoreAsync([new Sink(_log) { Committed = committed }], default);
        (checkpoint?.Id).ShouldBe(restored);
        _ = coordinator.RequestAsync(default);
        coordinator.Due(Now).ShouldBe((restored ?? 0) + 1);
    }

    [Fact]
    public async Task Restore_WithoutTheCheckpointThatTheSinkCommitted_IsRefused()
    {
        await FillAsync(5);
        await using var coordinator = Make();
        (await Should.ThrowAsync<CheckpointException>(async () => await coordinator.RestoreAsync([new Sink(_log) { Committed = 6 }], default))).Message.ShouldContain("only 5");
        _store.Saved.Clear();
        (await Should.ThrowAsync<CheckpointException>(async () => await coordinator.RestoreAsync([new Sink(_log) { Committed = 6 }], default))).Message.ShouldContain("none");
    }

    [Fact]
    public async Task Restore_WithTwoTransactionalSinks_IsRefused()
    {
        await using var coordinator = Make();
        await Should.ThrowAsync<CheckpointException>(async () => await coordinator.RestoreAsync([new Sink(_log), new Sink(_log)], default));
    }

    [Fact]
    public async Task Restore_OfAnotherPipelinesSteps_NamesWhatDiffers()
    {
        await FillAsync(1);
        await using var other = new CheckpointCoordinator("test", new PipelineShape([("1-where", "Where<Int32>"), ("2-window", "Sliding 1 s"), ("3-select", "Select")]), _store, Interval, _time);
        var message = (await Should.ThrowAsync<CheckpointException>(async () => await other.RestoreAsync([], default))).Message;
        message.ShouldContain("Step 2 was '2-window' (Tumbling 1 s) and is '2-window' (Sliding 1 s).");
        message.ShouldContain("Step 3 was nothing and is '3-select' (Select).");
        message.ShouldNotContain("Step 1");
    }

    [Fact]
    public async Task Dispose_WithABarrierOnItsWay_SavesNothingAndTellsWhoAsked()
    {
        var coordinator = Make();
        var asked = coordinator.RequestAsync(default);
        Begin(coordinator, 1);
        var askedLater = coordinator.RequestAsync(default);
        await coordinator.DisposeAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asked);
        await Should.ThrowAsync<InvalidOperationException>(() => askedLater);
        _store.Saved.ShouldBeEmpty();
    }

    private long Now => _time.GetUtcNow().UtcTicks;

    private static Barrier Begin(CheckpointCoordinator coordinator, long id)
    {
        var barrier = new Barrier(id);
        coordinator.Begin(barrier, new byte[] { (byte)id }, default);
        return barrier;
    }

    private CheckpointCoordinator Make(string name = "test") => new(name, Shape, _store, Interval, _time);

    private async Task FillAsync(int count)
    {
        await using var coordinator = Make();
        for (var id = 1; id <= count; id++)
        {
            var asked = coordinator.RequestAsync(default);
            await Eventually.TrueAsync(() => coordinator.Due(Now) == id);
            Begin(coordinator, id).Pass();
            await asked;
        }

        await coordinator.DrainAsync(default);
    }

    private sealed class Sink(List<string> log) : ITransactionalStep
    {
        public long? Committed { get; set; }

        public Action? Committing { get; set; }

        public List<long> Commits { get; } = [];

        public ValueTask<long?> LastCommittedAsync(CancellationToken cancellationToken) => new(Committed);

        public ValueTask CommitAsync(long checkpoint, ReadOnlyMemory<byte> sourcePosition, CancellationToken cancellationToken)
        {
            Committing?.Invoke();
            Commits.Add(checkpoint);
            log.Add($"commit {checkpoint}");
            return default;
        }
    }
}
