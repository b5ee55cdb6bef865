using Attune.Streaming.Checkpoints;
using Attune.Streaming.Watermarks;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Watermarks;

public sealed class SplitWatermarksTests
{
    private const int Bound = 50;
    private const int Step = 10;

    private static readonly Gen<(int Split, long Time)[]> Events = Gen.ArrayOf(
        from split in Gen.Choose(0, 3)
        from time in Gen.Choose(1, 1000)
        select (split, (long)time));

    [Fact]
    public void Watermark_IsTheLeastOfTheSplitsSeenAndNeverGoesBack() => Prop.ForAll(Events.ToArbitrary(), events =>
    {
        var (watermarks, latest, expected) = (Create(), new SortedDictionary<int, long>(), long.MinValue);
        return events.All(each =>
        {
            latest[each.Split] = Math.Max(latest.GetValueOrDefault(each.Split), each.Time);
            var before = expected;
            expected = Math.Max(expected, latest.Values.Min(time => (long)Math.Floor((time - Bound) / (double)Step) * Step));
            return Observe(watermarks, each.Split, each.Time) == (expected > before) && watermarks.Watermark == expected;
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void State_LoadedInTheMiddle_GoesOnAsIfNothingHadHappened() => Prop.ForAll(Events.ToArbitrary(), events =>
    {
        var (whole, first, rest) = (Create(), Create(), Create());
        foreach (var (split, time) in events[..(events.Length / 2)])
        {
            Observe(whole, split, time);
            Observe(first, split, time);
        }

        var writer = new StateWriter();
        first.Save(writer);
        rest.Load(new StateReader(writer.Written), 0);
        return events[(events.Length / 2)..].All(each =>
            Observe(whole, each.Split, each.Time) == Observe(rest, each.Split, each.Time) && whole.Watermark == rest.Watermark);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void KnownSplits_HoldTheWatermarkBackUntilTheySpeakOrAreGone()
    {
        var watermarks = Create();
        watermarks.SetSplits([0, 1, 2], 0);
        Observe(watermarks, 0, 500).ShouldBeFalse();
        Observe(watermarks, 1, 400).ShouldBeFalse();
        watermarks.LeaveOut(0).ShouldBeFalse();

        watermarks.SetSplits([0, 1], 0);
        watermarks.LeaveOut(0).ShouldBeTrue();
        watermarks.Watermark.ShouldBe(350);
        watermarks.LeaveOut(0).ShouldBeFalse();
    }

    private static SplitWatermarks Create() => new(TimeSpan.FromTicks(Bound), TimeSpan.FromTicks(Step), null);

    private static bool Observe(SplitWatermarks watermarks, int split, long time) =>
        time >= watermarks.Speak(split, 0) && watermarks.Observe(split, time, out _);
}
