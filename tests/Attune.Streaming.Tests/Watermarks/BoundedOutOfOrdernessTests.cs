using Attune.Streaming.Watermarks;
using Attune.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Watermarks;

public class BoundedOutOfOrdernessTests
{
    [Fact]
    public void Watermark_BeforeTheFirstEvent_IsTheBeginningOfTime() => new BoundedOutOfOrderness(TimeSpan.FromDays(7)).Watermark.ShouldBe(DateTime.MinValue);

    [Fact]
    public void Watermark_BeforeTheFirstEventWithoutABound_IsTheBeginningOfTime() => new BoundedOutOfOrderness(TimeSpan.Zero).Watermark.ShouldBe(DateTime.MinValue);

    [Fact]
    public void Observe_NewerEvent_TrailsItByTheBound()
    {
        var watermark = new BoundedOutOfOrderness(TimeSpan.FromHours(1));
        watermark.Observe(SampleEvents.Start).ShouldBe(SampleEvents.Start.AddHours(-1));
        watermark.Observe(SampleEvents.Start.AddHours(3)).ShouldBe(SampleEvents.Start.AddHours(2));
        watermark.Watermark.ShouldBe(SampleEvents.Start.AddHours(2));
    }

    [Fact]
    public void Observe_OlderEvent_LeavesTheWatermark()
    {
        var watermark = new BoundedOutOfOrderness(TimeSpan.FromHours(1));
        watermark.Observe(SampleEvents.Start);
        watermark.Observe(SampleEvents.Start.AddYears(-5)).ShouldBe(SampleEvents.Start.AddHours(-1));
    }

    [Fact]
    public void Observe_EventNearerToTheBeginningOfTimeThanTheBound_StaysThere() =>
        new BoundedOutOfOrderness(TimeSpan.FromDays(366)).Observe(DateTime.MinValue.AddDays(1)).ShouldBe(DateTime.MinValue);

    [Fact]
    public void Observe_AnySequence_IsTheLatestSoFarLessTheBound() =>
        Prop.ForAll<NonNegativeInt, List<DateTime>>((seconds, timestamps) =>
        {
            var bound = TimeSpan.FromSeconds(seconds.Get);
            var watermark = new BoundedOutOfOrderness(bound);
            var latest = DateTime.MinValue;
            foreach (var timestamp in timestamps)
            {
                latest = timestamp > latest ? timestamp : latest;
                watermark.Observe(timestamp).ShouldBe(latest.Ticks >= bound.Ticks ? latest - bound : DateTime.MinValue);
            }
        }).QuickCheckThrowOnFailure();
}
