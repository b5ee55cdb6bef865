using Attune.Streaming.Checkpoints;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Enrichment;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Recovery;
using Attune.Streaming.Tests.Pipelines;
using Attune.Streaming.Tests.Pipelines.Running.Checkpoints;
using Attune.Streaming.Windows;
using Attune.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Checkpoints;

/// <summary>Runs that are ended anywhere and gone on with, with any number of workers, come to what one undisturbed run comes to.</summary>
public sealed class RecoveryLaws
{
    private static readonly Gen<Reading[]> Readings =
        from count in Gen.Choose(1, 600)
        from keys in Gen.ArrayOf(Gen.Choose(0, 7), count)
        from jitter in Gen.ArrayOf(Gen.Choose(-1200, 100), count)
        select Enumerable.Range(0, count).Select(i => new Reading(keys[i], i, 2000 + (i * 20) + jitter[i])).ToArray();

    [Fact]
    public void Tumbling_Resumed_GivesTheSame() => Check(events => Panes(events, new TumblingWindows(TimeSpan.FromSeconds(1)), new WindowOptions()));

    [Fact]
    public void Tumbling_LateAndEarlyAndDiscarding_GivesTheSame() => Check(events => Panes(events, new TumblingWindows(TimeSpan.FromSeconds(1)), new WindowOptions
    {
        AllowedLateness = TimeSpan.FromSeconds(1), Early = Firing.EveryCount(3), Content = PaneContent.Discarding, AlwaysFireFinal = true,
    }));

    [Fact]
    public void Sliding_Resumed_GivesTheSame() => Check(events => Panes(
        events, new SlidingWindows(TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(500)), new WindowOptions { AllowedLateness = TimeSpan.FromSeconds(1) }));

    [Fact]
    public void Sessions_Resumed_GiveTheSame() => Check(events => Panes(
        events, new SessionWindows(TimeSpan.FromMilliseconds(150)), new WindowOptions { AllowedLateness = TimeSpan.FromSeconds(1) }));

    [Fact]
    public void Global_Resumed_GivesTheSame() => Check(events => Panes(events, new GlobalWindow(), new WindowOptions { Early = Firing.EveryCount(5) }));

    [Fact]
    public void KeyedProcessor_Resumed_GivesTheSame() => Check(events => events.KeyBy(each => $"k{each.Key}").Process(new RunningTotals()));

    [Fact]
    public void StepsOneAfterTheOther_Resumed_GiveTheSame() => Check(events => Panes(
        events.Where(each => each.Value % 7 != 0)
            .Enrich(
                async (each, _) =>
                {
                    await Task.Yield();
                    return each with { Value = each.Value * 3 };
                },
                new EnrichOptions { Concurrency = 4 }),
        new TumblingWindows(TimeSpan.FromMilliseconds(250)),
        new WindowOptions())
        .Enrich(
            async (each, _) =>
            {
                await Task.Yield();
                return each with { Value = -each.Value };
            },
            new EnrichOptions { Concurrency = 3, Ordered = false }));

    [Fact]
    public void WindowsOverWindows_Resumed_GiveTheSame() => Check(events => events
        .KeyBy(each => each.Key)
        .Window(new TumblingWindows(TimeSpan.FromMilliseconds(500)))
        .Aggregate(each => each.Value, new SumAggregate())
        .Enrich(
            async (pane, _) =>
            {
                await Task.Yield();
                return pane;
            },
            new EnrichOptions { Concurrency = 3, Ordered = false })
        .KeyBy(pane => pane.Key % 2)
        .Window(new SlidingWindows(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)))
        .Aggregate(pane => pane.Value, new SumAggregate())
        .KeyBy(pane => pane.Window.Start)
        .Window(new TumblingWindows(TimeSpan.FromSeconds(1)))
        .Aggregate(pane => pane.Value, new SumAggregate())
        .Select(pane => ($"{pane.Key:O} {pane.Window.Start:O}", pane.Value)));

    [Fact]
    public void TransactionalSink_CrashedAnywhere_HasEachResultOnce() => Prop.ForAll(
        Inputs.ToArbitrary(),
        input => TransactionalAsync(input.Readings, new Random(input.Seed)).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();

    private static Gen<(Reading[] Readings, int Seed)> Inputs => from readings in Readings from seed in Gen.Choose(0, int.MaxValue - 1) select (readings, seed);

    private static DataStream<(string Id, long Value)> Panes(DataStream<Reading> events, WindowShape shape, WindowOptions options) => events
        .KeyBy(each => each.Key)
        .Window(shape, options)
        .Aggregate(each => each.Value, new SumAggregate())
        .Select(pane => (RecoveryPane.Of(pane).Id, pane.Value));

    private static DataStream<Reading> From(IStreamSource<Reading> source) => Pipeline.From(
        source, StreamTimes.From<Reading>(each => each.Time, TimeSpan.FromMilliseconds(500)) with { Step = TimeSpan.FromMilliseconds(100) });

    /// <summary>Two splits: their positions and watermarks are part of the checkpoint.</summary>
    private static MemorySource<Reading> Source(Reading[] readings) => new([
        readings.Where((_, i) => i % 3 != 0).ToArray(),
        readings.Where((_, i) => i % 3 == 0).ToArray()]);

    private static PipelineOptions Options(Random random, ICheckpointStore store) => new()
    {
        Partitions = random.Next(1, 4),
        BatchSize = random.Next(1, 40),
        BufferCapacity = random.Next(1, 4),
        FlushDelay = TimeSpan.Zero,
        CheckpointInterval = TimeSpan.FromMilliseconds(10),
        Checkpoints = store,
    };

    private static void Check(Func<DataStream<Reading>, DataStream<(string Id, long Value)>> pipeline)
    {
        var resumed = 0;
        Prop.ForAll(Inputs.ToArbitrary(), input => resumed += IdempotentAsync(pipeline, input.Readings, new Random(input.Seed)).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();
        resumed.ShouldBeGreaterThan(50, "many runs went on from a checkpoint");
    }

    private static async Task<int> IdempotentAsync(Func<DataStream<Reading>, DataStream<(string Id, long Value)>> pipeline, Reading[] readings, Random random)
    {
        var expected = new KeyedResultSink();
        await pipeline(From(Source(readings))).To("undisturbed", expected).RunAsync();

        var (sink, store, resumed) = (new KeyedResultSink(), new MemoryCheckpointStore(), 0);
        for (var crashes = random.Next(0, 6); ; crashes--)
        {
            var source = new CrashingSource<Reading>(Source(readings), random, crashes > 0 ? random.Next(0, readings.Length) : int.MaxValue);
            await using var run = await pipeline(From(source)).To("disturbed", sink).StartAsync(Options(random, store));
            resumed += source.Resumed ? 1 : 0;
            if (await Task.WhenAny(run.Completion, source.Crash) == run.Completion)
            {
                await run.Completion;
                break;
            }
        }

        sink.Contradictions.ShouldBeEmpty();
        sink.Results.ShouldBeSameAs(expected.Results);
        return resumed;
    }

    private static async Task TransactionalAsync(Reading[] readings, Random random)
    {
        using var folder = new TemporaryFolder();
        var expected = new CollectSink<RecoveryPane>();
        await Pipe(Source(readings), expected).RunAsync();

        var store = new MemoryCheckpointStore();
        for (var crashes = random.Next(0, 8); ; crashes--)
        {
            var crashed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var (mayCrash, moment) = (crashes > 0, random.Next(3));
            var left = random.Next(1, 6);
            await using var sink = new PartFileSink(folder.Path, async (_, isAfter, stop) =>
            {
                // Between the save and the commit, or between the commit and what the pipeline makes of it.
                if (mayCrash && moment < 2 && isAfter == (moment == 1) && --left == 0)
                {
                    crashed.TrySetResult();
                    await Task.Delay(Timeout.Infinite, stop);
                }
            });
            var source = new CrashingSource<Reading>(Source(readings), random, mayCrash && moment == 2 ? random.Next(0, readings.Length) : int.MaxValue);
            await using var run = await Pipe(source, sink).StartAsync(Options(random, store));
            if (await Task.WhenAny(run.Completion, source.Crash, crashed.Task) == run.Completion)
            {
                await run.Completion;
                break;
            }
        }

        var results = PartFileSink.Read(folder.Path);
        results.Select(each => each.ToString()).Order(StringComparer.Ordinal).ShouldBe(expected.Items.Select(each => each.ToString()).Order(StringComparer.Ordinal));
    }

    private static StreamPipeline Pipe(IStreamSource<Reading> source, ISink<RecoveryPane> sink) =>
        Panes(From(source), new TumblingWindows(TimeSpan.FromSeconds(1)), new WindowOptions { AllowedLateness = TimeSpan.FromSeconds(1) })
            .Select(each => new RecoveryPane(each.Id, each.Value)).To("transactional", sink);
}
