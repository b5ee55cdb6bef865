using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Running;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Windows;
using Attune.Testing;

namespace Attune.Streaming.Tests.Pipelines;

/// <summary>Watermarks over splits, idle ones, arrival time and ticks: all by a clock that the test moves.</summary>
public sealed class SplitsAndTimeTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(Reading.Start));
    private readonly PushSource<Reading> _source;
    private readonly CollectSink<Pane<int, long>> _sink = new();

    public SplitsAndTimeTests() => _source = new PushSource<Reading>(time: _time);

    [Fact]
    public async Task Watermark_IsTheMinimumOverSplits()
    {
        await using var run = await StartAsync(StreamTimes.From<Reading>(reading => reading.Time));
        await PushAsync(run, split: 0, milliseconds: 100);
        await PushAsync(run, split: 1, milliseconds: 50);
        await PushAsync(run, split: 0, milliseconds: 5000);

        run.Statistics.Watermark.ShouldBe(Reading.Start.AddMilliseconds(100));
        _sink.Items.ShouldBeEmpty();

        await PushAsync(run, split: 1, milliseconds: 1000);
        await Eventually.TrueAsync(() => _sink.Items.Count == 1);
        _sink.Items[0].Value.ShouldBe(2);
    }

    [Fact]
    public async Task IdleSplit_IsLeftOutAndCountsAgainWhenItSpeaks()
    {
        await using var run = await StartAsync(StreamTimes.From<Reading>(reading => reading.Time) with { IdleAfter = TimeSpan.FromSeconds(10) });
        await PushAsync(run, split: 0, milliseconds: 100);
        await PushAsync(run, split: 1, milliseconds: 100);
        await AdvanceUntilAsync(() => _time.GetUtcNow() >= new DateTimeOffset(Reading.Start.AddSeconds(6)));
        await PushAsync(run, split: 0, milliseconds: 3000);
        run.Statistics.Watermark.ShouldBe(Reading.Start.AddMilliseconds(100));

        await AdvanceUntilAsync(() => run.Statistics.Watermark == Reading.Start.AddMilliseconds(3000));
        await Eventually.TrueAsync(() => _sink.Items.Count == 1);

        // It speaks again, behind the watermark: what is late is late, but it holds the watermark back from now on.
        await PushAsync(run, split: 1, milliseconds: 200);
        await Eventually.TrueAsync(() => run.Statistics.Late == 1);
        await PushAsync(run, split: 0, milliseconds: 9000);
        run.Statistics.Watermark.ShouldBe(Reading.Start.AddMilliseconds(3000));
    }

    [Fact]
    public async Task AllSplitsIdle_LeavesTheWatermarkWhereItIs()
    {
        await using var run = await StartAsync(StreamTimes.From<Reading>(reading => reading.Time) with { IdleAfter = TimeSpan.FromSeconds(1) });
        await PushAsync(run, split: 0, milliseconds: 100);
        var until = _time.GetUtcNow().AddSeconds(5);
        await AdvanceUntilAsync(() => _time.GetUtcNow() >= until);

        run.Statistics.Watermark.ShouldBe(Reading.Start.AddMilliseconds(100));
    }

    [Fact]
    public async Task ArrivalTime_FollowsTheClockAndNothingIsLate()
    {
        await using var run = await StartAsync(StreamTimes.OfArrival<Reading>());
        await PushAsync(run, split: 0, milliseconds: 5_000_000);
        await PushAsync(run, split: 0, milliseconds: 0);
        _sink.Items.ShouldBeEmpty();

        await AdvanceUntilAsync(() => _sink.Items.Count == 1);

        _sink.Items[0].Window.Start.ShouldBe(Reading.Start);
        _sink.Items[0].Value.ShouldBe(2);
        run.Statistics.Late.ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task IntervalFiring_ComesWithTheTicks(int partitions)
    {
        await using var run = await StartAsync(
            StreamTimes.From<Reading>(reading => reading.Time), new WindowOptions { Early = Firing.EveryInterval(TimeSpan.FromSeconds(2)) }, partitions);
        await PushAsync(run, split: 0, milliseconds: 100);
        await PushAsync(run, split: 0, milliseconds: 200);

        await AdvanceUntilAsync(() => _sink.Items.Count == 1);

        (_sink.Items[0].Timing, _sink.Items[0].Value).ShouldBe((PaneTiming.Early, 2));
        _time.GetUtcNow().ShouldBeGreaterThanOrEqualTo(new DateTimeOffset(Reading.Start.AddSeconds(2)));
    }

    [Fact]
    public async Task FlushDelay_SendsWhatIsThereWhenNoCompanyComes()
    {
        var options = new PipelineOptions { Time = _time, BatchSize = 100, FlushDelay = TimeSpan.FromSeconds(3) };
        var batches = new List<int>();
        var sink = new DelegateSink<Reading>((items, _) =>
        {
            batches.Add(items.Length);
            return ValueTask.CompletedTask;
        });
        await using var run = await Pipeline.From(_source, StreamTimes.OfArrival<Reading>()).To("flush", sink).StartAsync(options);
        await _source.PushAsync(new Reading(0, 1, 0));
        await Eventually.TrueAsync(() => _source.Waiting == 0 && _time.ActiveTimers > 0);
        await _source.PushAsync(new Reading(0, 2, 0));
        await Eventually.TrueAsync(() => _source.Waiting == 0 && _time.ActiveTimers > 0);
        run.Statistics.RecordsOut.ShouldBe(0);

        await AdvanceUntilAsync(() => run.Statistics.RecordsOut == 2);

        batches.ShouldBe([2]);
        _time.GetUtcNow().ShouldBeGreaterThanOrEqualTo(new DateTimeOffset(Reading.Start.AddSeconds(3)));
    }

    [Fact]
    public async Task BatchSize_IsATunableThatHoldsFromTheNextBatch()
    {
        var tunables = new Attune.Tuning.TunableRegistry(_time);
        var sizes = new List<int>();
        var sink = new DelegateSink<long>((items, _) =>
        {
            sizes.Add(items.Length);
            tunables.Find("streaming.tuned.batch_size")!.Set(sizes.Count < 3 ? 5 : 20, "test", "to see");
            return ValueTask.CompletedTask;
        });
        var pipeline = Pipeline.From(new GeneratorSource<long>(i => i, 100), StreamTimes.OfArrival<long>()).To("Tuned", sink);

        await pipeline.RunAsync(new PipelineOptions { BatchSize = 10, Tunables = tunables });
        sizes.ShouldBe([10, 5, 5, 20, 20, 20, 20]);

        // A second run finds the knob where it was left, and a pipeline of another name has its own.
        sizes.Clear();
        await pipeline.RunAsync(new PipelineOptions { BatchSize = 10, Tunables = tunables });
        sizes[0].ShouldBe(20);
        tunables.All.Select(tunable => tunable.Name).ShouldBe(["streaming.tuned.batch_size", "streaming.tuned.flush_delay"]);
    }

    private Task<PipelineRun> StartAsync(StreamTime<Reading> times, WindowOptions? windows = null, int partitions = 1) =>
        Pipeline.From(_source, times)
            .KeyBy(reading => reading.Key)
            .Window(new TumblingWindows(Second), windows)
            .Aggregate(Attune.Streaming.Aggregates.Aggregates.Count<Reading>())
            .To("time", _sink)
            .StartAsync(new PipelineOptions { Time = _time, FlushDelay = TimeSpan.Zero, Partitions = partitions });

    private async Task PushAsync(PipelineRun run, int split, long milliseconds)
    {
        var before = run.Statistics.RecordsIn;
        await _source.PushAsync(new Reading(0, 0, milliseconds), split: split);

        // The loop waits for the source again: what came before went its way.
        await Eventually.TrueAsync(() => run.Statistics.RecordsIn == before + 1 && _source.Waiting == 0 && _time.ActiveTimers > 0);
    }

    private Task AdvanceUntilAsync(Func<bool> condition) => Eventually.TrueAsync(() =>
    {
        _time.Advance(TimeSpan.FromMilliseconds(100));
        return condition();
    });
}
