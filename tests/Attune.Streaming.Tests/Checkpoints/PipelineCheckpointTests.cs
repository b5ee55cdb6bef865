using Attune.Streaming.Checkpoints;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Processing;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Recovery;
using Attune.Streaming.Tests.Pipelines;
using Attune.Streaming.Tests.Pipelines.Running.Checkpoints;
using Attune.Streaming.Windows;
using Attune.Testing;

namespace Attune.Streaming.Tests.Checkpoints;

public sealed class PipelineCheckpointTests
{
    private static readonly Reading[] Readings = [.. Enumerable.Range(0, 1000).Select(i => new Reading(i % 10, i, i * 10))];
    private readonly MemoryCheckpointStore _store = new();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Stop_TakesALastCheckpointAndLeavesWindowsOpen(int partitions)
    {
        var (sink, source) = (new CollectSink<RecoveryPane>(), new CrashingSource<Reading>(new MemorySource<Reading>([Readings]), new Random(1), 400));
        await using (var run = await Pipe(source, sink).StartAsync(Options(partitions)))
        {
            await source.Crash;
            await run.StopAsync();
            run.Statistics.LastCheckpoint.ShouldNotBeNull();
        }

        var before = sink.Items;
        before.Count.ShouldBeLessThan(40, "the last window is open");
        source.Committed[^1].ShouldBe(_store.Saved.Values.Last().SourcePosition.ToArray());

        await Pipe(new MemorySource<Reading>([Readings]), sink).RunAsync(Options(4 - partitions));
        var whole = new CollectSink<RecoveryPane>();
        await Pipe(new MemorySource<Reading>([Readings]), whole).RunAsync();
        sink.Items.Select(each => each.ToString()).Order().ShouldBe(whole.Items.Select(each => each.ToString()).Order(), "each result once: nothing was repeated after an orderly stop");
    }

    [Fact]
    public async Task Checkpoint_OnDemand_IsDurableWhenItCompletes()
    {
        var source = new PushSource<Reading>(10);
        await using var run = await Pipe(source, new CollectSink<RecoveryPane>()).StartAsync(Options(2));
        (await run.CheckpointAsync()).ShouldBe(1);
        _store.Saved.Keys.ShouldContain(1);
        (await run.CheckpointAsync()).ShouldBe(2);
        run.Statistics.LastCheckpoint.ShouldBe(2);
    }

    [Fact]
    public async Task Run_WhoseCheckpointsFail_GoesOnAndSaysSo()
    {
        _store.Saving = _ => Task.FromException(new CheckpointException("the disk is full"));
        var source = new PushSource<Reading>(10);
        var sink = new CollectSink<RecoveryPane>();
        await using var run = await Pipe(source, sink).StartAsync(Options(1));
        await Should.ThrowAsync<CheckpointException>(() => run.CheckpointAsync());
        run.CheckpointFailure!.Message.ShouldContain("disk is full");
        run.Completion.IsCompleted.ShouldBeFalse();

        _store.Saving = null;
        await run.CheckpointAsync();
        run.CheckpointFailure.ShouldBeNull();
    }

    [Fact]
    public async Task Run_WhoseLastCheckpointFails_EndsWithTheError()
    {
        _store.Saving = _ => Task.FromException(new CheckpointException("the disk is full"));
        var sink = new CollectSink<RecoveryPane>();
        await Should.ThrowAsync<CheckpointException>(() => Pipe(new MemorySource<Reading>([Readings]), sink).RunAsync(Options(1)));
        sink.Items.Count.ShouldBe(100, "all results are written nevertheless");
    }

    [Fact]
    public async Task Source_IsToldAPositionOnlyAfterItIsDurable()
    {
        var source = new CrashingSource<Reading>(new MemorySource<Reading>([Readings]), new Random(1), 0);
        var (saving, save) = (new TaskCompletionSource(), new TaskCompletionSource());
        _store.Saving = _ =>
        {
            saving.TrySetResult();
            return save.Task;
        };
        await using var run = await Pipe(source, new CollectSink<RecoveryPane>()).StartAsync(Options(1));
        await source.Crash;
        var stopped = run.StopAsync();
        await saving.Task;
        source.Committed.ShouldBeEmpty();
        save.SetResult();
        await stopped;
        source.Committed.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Start_WithACheckpointOfOtherSteps_SaysWhatDiffers()
    {
        await Pipe(new MemorySource<Reading>([Readings]), new CollectSink<RecoveryPane>()).RunAsync(Options(1));
        var other = Pipeline.From(new MemorySource<Reading>([Readings]), StreamTimes.From<Reading>(each => each.Time))
            .KeyBy(each => each.Key).Process(new SumPerSecond()).To("checked", new CollectSink<(int, long, long)>());
        (await Should.ThrowAsync<CheckpointException>(() => other.StartAsync(Options(1)))).Message.ShouldContain("1-process");
        var otherKey = Pipeline.From(new MemorySource<Reading>([Readings]), StreamTimes.From<Reading>(each => each.Time))
            .KeyBy(each => (long)each.Key).Window(new TumblingWindows(TimeSpan.FromSeconds(1))).Aggregate(each => each.Value, new SumAggregate()).To("checked", new CollectSink<Pane<long, long>>());
        (await Should.ThrowAsync<CheckpointException>(() => otherKey.StartAsync(Options(1)))).Message.ShouldContain("Int64");
    }

    [Fact]
    public async Task Start_WithATransactionalSinkAndNoStore_IsRefused()
    {
        using var folder = new TemporaryFolder();
        await Should.ThrowAsync<CheckpointException>(() => Pipe(new MemorySource<Reading>([Readings]), new PartFileSink(folder.Path)).StartAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Start_WithKeysOrStatesThatCannotBeWritten_IsRefused(int partitions)
    {
        var stream = Pipeline.From(new PushSource<Reading>(), StreamTimes.From<Reading>(each => each.Time));
        var keys = stream.KeyBy(each => (object)each.Key).Window(new TumblingWindows(TimeSpan.FromSeconds(1))).Aggregate(each => each.Value, new SumAggregate())
            .To("keys", new NullSink<Pane<object, long>>());
        await Should.ThrowAsync<CheckpointException>(() => keys.StartAsync(Options(partitions)));
        var states = stream.KeyBy(each => each.Key).Process(new Keeper()).To("states", new NullSink<int>());
        await Should.ThrowAsync<CheckpointException>(() => states.StartAsync(Options(partitions)));
    }

    [Fact]
    public async Task Run_OfAPipelineThatHasEnded_WritesNothingAgain()
    {
        var sink = new CollectSink<RecoveryPane>();
        await Pipe(new MemorySource<Reading>([Readings]), sink).RunAsync(Options(2));
        sink.Items.Count.ShouldBe(100);
        await Pipe(new MemorySource<Reading>([Readings]), sink).RunAsync(Options(1));
        sink.Items.Count.ShouldBe(100);
    }

    private static StreamPipeline Pipe(IStreamSource<Reading> source, ISink<RecoveryPane> sink) => Pipeline
        .From(source, StreamTimes.From<Reading>(each => each.Time))
        .KeyBy(each => each.Key)
        .Window(new TumblingWindows(TimeSpan.FromSeconds(1)))
        .Aggregate(each => each.Value, new SumAggregate())
        .Select(RecoveryPane.Of)
        .To("checked", sink);

    private PipelineOptions Options(int partitions) => new() { Partitions = partitions, BatchSize = 16, FlushDelay = TimeSpan.Zero, Checkpoints = _store };

    private sealed class Keeper : KeyedProcessor<int, Reading, object, int>
    {
        public override object Create(int key) => key;

        public override void Process(ref object state, in Reading item, ProcessContext<int, int> context)
        {
        }
    }
}
