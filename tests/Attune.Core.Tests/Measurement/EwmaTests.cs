using Attune.Measurement;
using Attune.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Core.Tests.Measurement;

public class EwmaTests
{
    private static readonly TimeSpan HalfLife = TimeSpan.FromSeconds(10);
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Value_BeforeFirstSample_IsNull() => new Ewma(HalfLife, _clock).Value.ShouldBeNull();

    [Fact]
    public void Update_FirstSample_IsTheValue()
    {
        var average = new Ewma(HalfLife, _clock);
        average.Update(5);
        average.Value.ShouldBe(5);
    }

    [Fact]
    public void Update_OneHalfLifeLater_WeighsTheOldHalf()
    {
        var average = new Ewma(HalfLife, _clock);
        average.Update(0);
        _clock.Advance(HalfLife);
        average.Update(3);
        average.Value!.Value.ShouldBe(2, 1e-12);
    }

    [Fact]
    public void Update_SameInstant_CountsEqually()
    {
        var average = new Ewma(HalfLife, _clock);
        average.Update(1);
        average.Update(2);
        average.Update(6);
        average.Value!.Value.ShouldBe(3, 1e-12);
    }

    [Fact]
    public void Value_TimeAlone_DoesNotMoveIt()
    {
        var average = new Ewma(HalfLife, _clock);
        average.Update(4);
        _clock.Advance(HalfLife * 100);
        average.Value.ShouldBe(4);
    }

    [Fact]
    public void Update_AnyOrderOfTimes_IsTheWeightedMean()
    {
        var samples = Gen.Choose(0, 100).Zip(Gen.Choose(-50, 50)).NonEmptyListOf().ToArbitrary();
        Prop.ForAll(samples, points =>
        {
            var average = new Ewma(HalfLife, _clock);
            var start = _clock.GetUtcNow();
            foreach (var (second, value) in points)
            {
                average.Update(value, start.AddSeconds(second));
            }

            var latest = points.Max(point => point.Item1);
            var weights = points.Select(point => Math.Pow(2, (point.Item1 - latest) / 10.0)).ToArray();
            var expected = points.Zip(weights, (point, weight) => point.Item2 * weight).Sum() / weights.Sum();
            average.Value!.Value.ShouldBe(expected, 1e-9);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Update_AfterAges_IsTheNewSample()
    {
        var average = new Ewma(HalfLife, _clock);
        average.Update(4);
        _clock.Advance(TimeSpan.FromDays(10_000));
        average.Update(9);
        average.Value.ShouldBe(9);
    }

    [Fact]
    public void FromTimeConstant_OneConstantLater_WeighsTheOldByOneOverE()
    {
        var average = Ewma.FromTimeConstant(HalfLife, _clock);
        average.Update(0);
        _clock.Advance(HalfLife);
        average.Update(1);
        average.Value!.Value.ShouldBe(1 / (1 + Math.Exp(-1)), 1e-6);
    }

    [Fact]
    public void BadArguments_Throw()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Ewma(TimeSpan.Zero));
        Should.Throw<ArgumentException>(() => new Ewma(HalfLife).Update(double.NaN));
    }
}
