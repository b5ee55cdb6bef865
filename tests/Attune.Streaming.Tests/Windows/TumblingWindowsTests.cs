using Attune.Streaming.Windows;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Windows;

public class TumblingWindowsTests
{
    /// <summary>Instants from year 1 to 9999 that leave room for a window of 366 days on both sides.</summary>
    private static readonly Arbitrary<DateTime> Instants = Gen.OneOf(
        ArbMap.Default.ArbFor<long>().Generator.Select(Spread),
        Gen.Choose(-400, 400).Select(hours => DateTime.UnixEpoch.AddHours(hours)),
        Gen.Choose(-5, 5).Select(ticks => DateTime.UnixEpoch.AddTicks(ticks))).ToArbitrary();

    private static readonly Arbitrary<TimeSpan> Sizes = Gen.OneOf(
        Gen.Choose(1, 366 * 86_400).Select(seconds => TimeSpan.FromSeconds(seconds)),
        Gen.Choose(1, 1000).Select(ticks => TimeSpan.FromTicks(ticks))).ToArbitrary();

    private static DateTime Spread(long number)
    {
        var margin = TimeSpan.FromDays(366).Ticks;
        var random = new Random(number.GetHashCode());
        return new DateTime(random.NextInt64(margin, DateTime.MaxValue.Ticks - margin), DateTimeKind.Utc);
    }

    [Fact]
    public void WindowOf_AnyInstant_LiesInAnAlignedHalfOpenWindow() =>
        Prop.ForAll(Instants, Sizes, (instant, size) =>
        {
            var window = new TumblingWindows(size).WindowOf(instant);
            (window.Start <= instant && instant < window.End).ShouldBeTrue();
            (window.End - window.Start).ShouldBe(size);
            ((window.Start - DateTime.UnixEpoch).Ticks % size.Ticks).ShouldBe(0);
            (window.Start.Kind, window.End.Kind).ShouldBe((DateTimeKind.Utc, DateTimeKind.Utc));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void WindowOf_InstantsNearTheEpoch_AgreesWithCountingWindows() =>
        Prop.ForAll(Gen.Choose(-200, 200).ToArbitrary(), Gen.Choose(1, 30).ToArbitrary(), (minutes, size) =>
        {
            var start = DateTime.UnixEpoch;
            var instant = DateTime.UnixEpoch.AddMinutes(minutes);
            while (start > instant)
            {
                start = start.AddMinutes(-size);
            }

            while (start.AddMinutes(size) <= instant)
            {
                start = start.AddMinutes(size);
            }

            new TumblingWindows(TimeSpan.FromMinutes(size)).WindowOf(instant).ShouldBe(new TimeWindow(start, start.AddMinutes(size)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void WindowOf_EndOfAWindow_IsTheNextWindow() =>
        Prop.ForAll(Instants, Sizes, (instant, size) =>
        {
            var windows = new TumblingWindows(size);
            var window = windows.WindowOf(instant);
            windows.WindowOf(window.End).Start.ShouldBe(window.End);
            windows.WindowOf(window.End.AddTicks(-1)).ShouldBe(window);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void WindowOf_LastTickBefore1970_IsTheDayBefore() =>
        new TumblingWindows(TimeSpan.FromDays(1)).WindowOf(DateTime.UnixEpoch.AddTicks(-1))
            .ShouldBe(new TimeWindow(DateTime.UnixEpoch.AddDays(-1), DateTime.UnixEpoch));

    [Fact]
    public void WindowOf_EdgesOfTime_AreCutOff()
    {
        var windows = new TumblingWindows(TimeSpan.FromDays(7));
        windows.WindowOf(DateTime.MinValue).Start.ShouldBe(DateTime.MinValue);
        windows.WindowOf(DateTime.MaxValue).End.ShouldBe(DateTime.MaxValue);
    }

    [Fact]
    public void WindowOf_LargestSize_ReachesFromTheEpochToTheEdgesOfTime()
    {
        var windows = new TumblingWindows(TimeSpan.MaxValue);
        windows.WindowOf(DateTime.UnixEpoch.AddYears(30)).ShouldBe(new TimeWindow(DateTime.UnixEpoch, DateTime.MaxValue));
        windows.WindowOf(DateTime.UnixEpoch.AddYears(-30)).ShouldBe(new TimeWindow(DateTime.MinValue, DateTime.UnixEpoch));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Constructor_SizeThatIsNotPositive_Throws(long ticks) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new TumblingWindows(TimeSpan.FromTicks(ticks)));
}
