using Attune.Streaming.Sources;
using Attune.Streaming.Watermarks;
using Attune.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Sources;

public class RepeatedSourceTests
{
    private sealed class FixedSource(IReadOnlyList<SourceBatch> batches, long? total = null) : IEventSource
    {
        public string Stream => "fixed";

        public long? Total => total;

        public async IAsyncEnumerable<SourceBatch> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var batch in batches)
            {
                await Task.CompletedTask;
                cancellationToken.ThrowIfCancellationRequested();
                yield return batch;
            }
        }
    }

    private static SourceBatch Batch(int first, params double[] hours) => new()
    {
        Flows = [.. hours.Select((hour, index) => SampleEvents.Flow(first + index, time: SampleEvents.Start.AddHours(hour)))],
        Texts = [SampleEvents.Text(first, time: SampleEvents.Start.AddHours(hours[0]))],
        DeadLetters = [SampleEvents.Letter(first)],
        Watermarks = [new WatermarkMark(1, 0, SampleEvents.Start.AddHours(hours[0] - 2)), new WatermarkMark(hours.Length, 1, SampleEvents.Start.AddHours(hours.Max() - 2))],
        Units = hours.Length + 2,
        UnitsParsed = hours.Length + 1,
        ReceivedLines = hours.Length,
    };

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly SourceBatch[] Sample = [Batch(10, 0, 30, 5), Batch(20, 49, 12)];

    private static Task<SourceRun> RepeatAsync(IReadOnlyList<SourceBatch> batches, int times, TimeSpan? window = null) => SourceRun.ReadAsync(new RepeatedSource(new FixedSource(batches), times, window ?? Day));

    [Fact]
    public async Task ReadAsync_Once_IsTheSourceItself() => (await RepeatAsync(Sample, 1)).Batches.ShouldBe(Sample);

    [Fact]
    public async Task ReadAsync_Generations_AreMovedByWholeDaysBehindEachOther()
    {
        var run = await RepeatAsync(Sample, 4);

        var generations = run.Batches.Chunk(2).Select(batches => new SourceRun(batches)).ToList();
        generations.Count.ShouldBe(4);
        foreach (var (before, after) in generations.Zip(generations.Skip(1)))
        {
            var by = after.Flows[0].Timestamp - before.Flows[0].Timestamp;
            (by.Ticks % TimeSpan.TicksPerDay).ShouldBe(0);
            after.Flows.Select(flow => flow.Timestamp - by).ShouldBe(before.Flows.Select(flow => flow.Timestamp));
            after.Texts.Select(text => text.Timestamp - by).ShouldBe(before.Texts.Select(text => text.Timestamp));
            after.Batches.SelectMany(batch => batch.Watermarks).Select(mark => mark with { Time = mark.Time - by })
                .ShouldBe(before.Batches.SelectMany(batch => batch.Watermarks));
            after.Flows.Min(flow => flow.Timestamp).ShouldBeGreaterThan(before.Flows.Max(flow => flow.Timestamp));
        }
    }

    [Theory]
    [InlineData(1, 24)]
    [InlineData(6, 24)]
    [InlineData(5, 5)]
    [InlineData(168, 168)]
    public async Task ReadAsync_AnyWindowSize_MovesByWholeWindows(int windowHours, int unitHours)
    {
        var run = await RepeatAsync(Sample, 3, TimeSpan.FromHours(windowHours));
        foreach (var (before, after) in run.Flows.Zip(run.Flows.Skip(5)))
        {
            var by = after.Timestamp - before.Timestamp;
            by.ShouldBeGreaterThan(TimeSpan.FromHours(49));
            by.Ticks.ShouldBe(by.Ticks / TimeSpan.FromHours(unitHours).Ticks * TimeSpan.FromHours(unitHours).Ticks);
        }
    }

    [Fact]
    public async Task ReadAsync_Generations_KeepEverythingElse()
    {
        var run = await RepeatAsync(Sample, 3);

        run.Units.ShouldBe(3 * Sample.Sum(batch => batch.Units));
        run.UnitsParsed.ShouldBe(3 * Sample.Sum(batch => batch.UnitsParsed));
        run.Batches.Sum(batch => batch.ReceivedLines).ShouldBe(15);
        run.Flows.Skip(10).Select(flow => (flow.SourceIp, flow.Destination, flow.Bytes, flow.Protocol, flow.MessageId))
            .ShouldBe(run.Flows.Take(5).Select(flow => (flow.SourceIp, flow.Destination, flow.Bytes, flow.Protocol, flow.MessageId)));
        run.Letters.Skip(4).Select(letter => letter.Position).ShouldBe(run.Letters.Take(2).Select(letter => letter.Position));
    }

    [Fact]
    public async Task ReadAsync_Generations_HaveIdsOfTheirOwn() => (await RepeatAsync(Sample, 50)).Ids.ShouldBeUnique();

    [Fact]
    public async Task ReadAsync_Again_GivesTheSame()
    {
        var source = new RepeatedSource(new FixedSource(Sample), 5, Day);
        var (first, second) = (await SourceRun.ReadAsync(source), await SourceRun.ReadAsync(source));
        second.Ids.ShouldBe(first.Ids);
        second.Flows.ShouldBe(first.Flows);
    }

    [Fact]
    public async Task ReadAsync_ShiftedIds_KeepTheOrderOfTime()
    {
        var run = await RepeatAsync(Sample, 3);
        run.Flows.Select(flow => (long)(flow.Id.Value >> 80)).ShouldBe(run.Flows.Select(flow => (long)(flow.Timestamp - DateTime.UnixEpoch).TotalMilliseconds));
    }

    [Fact]
    public void ReadAsync_AnyTimes_NeverOverlap() =>
        Prop.ForAll(Gen.Choose(0, 100_000).NonEmptyListOf().ToArbitrary(), Gen.Choose(2, 5).ToArbitrary(), (minutes, times) =>
        {
            var batch = Batch(1, [.. minutes.Select(minute => minute / 60.0)]);
            var run = RepeatAsync([batch], times).GetAwaiter().GetResult();
            foreach (var (before, after) in run.Batches.Zip(run.Batches.Skip(1)))
            {
                after.Flows.Min(flow => flow.Timestamp).ShouldBeGreaterThan(before.Flows.Max(flow => flow.Timestamp));
            }

            run.Ids.ShouldBeUnique();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task ReadAsync_NoEvents_RepeatsTheDeadLettersOnly()
    {
        var batch = new SourceBatch { Flows = [], DeadLetters = [SampleEvents.Letter(1)], Units = 1 };
        var run = await RepeatAsync([batch], 3);
        run.Ids.ShouldBeUnique();
        run.Letters.Count.ShouldBe(3);
        run.Batches.ShouldAllBe(repeated => repeated.Watermarks.Count == 0 && repeated.Units == 1);
    }

    [Fact]
    public async Task ReadAsync_MoreReplaysThanTheCalendarHas_SaysSo()
    {
        var batch = Batch(1, 0, 24 * 365 * 100);
        var error = await Should.ThrowAsync<SourceException>(() => RepeatAsync([batch], 81));
        error.Message.ShouldContain("at most 80 times before the calendar ends in the year 9999");
        (await RepeatAsync([batch], 80)).Batches.Count.ShouldBe(80);
    }

    [Theory]
    [InlineData(7L, 3, 21L)]
    [InlineData(null, 3, null)]
    public void Total_OfAllReplays_IsMultiplied(long? total, int times, long? expected) =>
        new RepeatedSource(new FixedSource([], total), times, Day).Total.ShouldBe(expected);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Constructor_LessThanOnce_Throws(int times) => Should.Throw<ArgumentOutOfRangeException>(() => new RepeatedSource(new FixedSource([]), times, Day));
}
