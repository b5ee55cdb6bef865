using Attune.Streaming.Checkpoints;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Processing;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Tests.Pipelines.DeadLetters;
using Attune.Testing;

namespace Attune.Streaming.Tests.Pipelines.Processing;

public sealed class KeyedProcessorTests
{
    private static readonly StreamTime<Reading> Times = StreamTimes.From<Reading>(reading => reading.Time);

    private static long At(long milliseconds) => Reading.Start.AddMilliseconds(milliseconds).Ticks;

    [Fact]
    public async Task Timers_FireInOrderOfTimeOnceEachBehindTheWatermark()
    {
        var results = await RunAsync(new Scripted((item, context) =>
        {
            if (item.Value == 0)
            {
                foreach (var time in new long[] { 300, 100, 300, 200, 100 })
                {
                    context.SetTimer(At(time));
                }
            }
        }), new Reading(1, 0, 0), new Reading(1, 1, 250), new Reading(1, 2, 400));

        results.ShouldBe(["item 0 at 0", "item 1 at 250", "timer 100 at 100", "timer 200 at 200", "item 2 at 400", "timer 300 at 300"]);
    }

    [Fact]
    public async Task Clear_LetsStateAndTimersGo()
    {
        var results = await RunAsync(new Scripted((item, context) =>
        {
            context.SetTimer(At(500));
            if (item.Value == 1)
            {
                context.Clear();
            }
        }), new Reading(1, 0, 0), new Reading(1, 1, 10), new Reading(2, 2, 20), new Reading(2, 3, 1000));

        // Key 1's timer went with its state; key 2's fires once though both of its events asked for it.
        results.ShouldBe(["item 0 at 0", "item 1 at 10", "item 2 at 20", "item 3 at 1000", "timer 500 at 500"]);
    }

    [Fact]
    public async Task TimerThatSetsItselfAnew_EndsWithTheStream()
    {
        var results = await RunAsync(
            new Scripted((_, context) => context.SetTimer(At(100)), (timer, context) => context.SetTimer(timer + At(100) - At(0))),
            new Reading(1, 0, 0), new Reading(1, 1, 350));

        results.ShouldBe(["item 0 at 0", "item 1 at 350", "timer 100 at 100", "timer 200 at 200", "timer 300 at 300", "timer 400 at 400"]);
    }

    [Fact]
    public async Task TimerOfTheEnd_ThatFails_IsADeadLetter()
    {
        var letters = new CollectDeadLetters();
        var failing = new Scripted((_, context) => context.SetTimer(long.MaxValue), (_, _) => throw new InvalidOperationException("no end"));
        await Pipeline.From(new MemorySource<Reading>(new[] { new Reading(1, 0, 0) }), Times).KeyBy(reading => reading.Key).Process(failing)
            .To("scripted", new NullSink<string>()).RunAsync(new PipelineOptions { DeadLetters = letters });

        letters.Letters.ShouldHaveSingleItem().Detail.ShouldContain("no end");
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 1)]
    [InlineData(2, 3)]
    public async Task StateAndTimers_SurviveAStopAndAnotherNumberOfWorkers(int before, int after)
    {
        using var folder = new TemporaryFolder();
        var store = new FolderCheckpointStore(folder.Path);
        Reading[] readings = [.. Enumerable.Range(0, 2000).Select(i => new Reading(i % 13, i, i * 10))];
        var sink = new CollectSink<(int, long, long)>();
        var gate = new TaskCompletionSource();
        var source = new GeneratorSource<Reading>(
            i =>
            {
                if (i == 1000 && !gate.Task.IsCompleted)
                {
                    gate.SetResult();
                }

                return readings[i];
            },
            readings.Length);
        StreamPipeline Create() => Pipeline.From(source, Times).KeyBy(reading => reading.Key).Process(new SumPerSecond()).To("resumed", sink);

        await using (var run = await Create().StartAsync(new PipelineOptions { Partitions = before, Checkpoints = store, BatchSize = 50, BufferCapacity = 1 }))
        {
            await gate.Task;
            await run.StopAsync();
            run.Statistics.LastCheckpoint.ShouldBe(1);
        }

        await Create().RunAsync(new PipelineOptions { Partitions = after, Checkpoints = store });

        sink.Items.Order().ShouldBe(readings
            .GroupBy(reading => (reading.Key, Second: reading.Time.Ticks / TimeSpan.TicksPerSecond))
            .Select(group => (group.Key.Key, group.Key.Second, group.Sum(reading => reading.Value))).Order());
    }

    private static async Task<IReadOnlyList<string>> RunAsync(Scripted processor, params Reading[] readings)
    {
        var sink = new CollectSink<string>();
        await Pipeline.From(new MemorySource<Reading>(readings), Times).KeyBy(reading => reading.Key).Process(processor).To("scripted", sink).RunAsync();
        return sink.Items;
    }

    private sealed class Scripted(Action<Reading, ProcessContext<int, string>> onItem, Action<long, ProcessContext<int, string>>? onTimer = null)
        : KeyedProcessor<int, Reading, int, string>
    {
        public override int Create(int key) => 0;

        public override void Process(ref int state, in Reading item, ProcessContext<int, string> context)
        {
            context.Emit($"item {item.Value} at {Show(context.Timestamp)}");
            onItem(item, context);
        }

        public override void OnTimer(ref int state, long timer, ProcessContext<int, string> context)
        {
            context.Emit($"timer {Show(timer)} at {Show(context.Timestamp)}");
            onTimer?.Invoke(timer, context);
        }

        private static long Show(long ticks) => (ticks - At(0)) / TimeSpan.TicksPerMillisecond;
    }
}
