using Attune.Measurement;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Core.Tests.Measurement;

public class LatencyHistogramTests
{
    private const long HourInMicroseconds = 3_600_000_000;

    private static readonly Arbitrary<long[]> Microseconds = Gen.Choose(0, 22_000)
        .Select(exponent => Math.Clamp((long)Math.Exp(exponent / 1e3), 1, HourInMicroseconds))
        .NonEmptyListOf()
        .Select(values => values.ToArray())
        .ToArbitrary();

    [Fact]
    public void Percentile_AnySample_WithinOnePercentInSeconds() => Prop.ForAll(Microseconds, values =>
    {
        var histogram = new LatencyHistogram();
        Array.ForEach(values, histogram.RecordMicroseconds);
        histogram.Snapshot().ShouldAgree(values.Select(value => value / 1e6));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Record_SameDurationInAnyUnit_IsTheSame()
    {
        var histogram = new LatencyHistogram();

        histogram.Record(TimeSpan.FromMilliseconds(1.5));
        histogram.RecordMicroseconds(1500);
        histogram.RecordSeconds(0.0015);

        var snapshot = histogram.Snapshot();
        (snapshot.Count, snapshot.Min, snapshot.Max).ShouldBe((3, 0.0015, 0.0015));
        snapshot.PercentileDuration(50).ShouldBe(TimeSpan.FromMilliseconds(1.5));
    }

    [Fact]
    public void Record_OutsideRange_CountsAtTheNearestEnd()
    {
        var histogram = new LatencyHistogram();

        histogram.RecordMicroseconds(0);
        histogram.RecordMicroseconds(long.MinValue);
        histogram.Record(TimeSpan.FromHours(2));
        histogram.RecordMicroseconds(HourInMicroseconds);
        histogram.RecordMicroseconds(1);

        histogram.Count.ShouldBe(5);
        histogram.ClampedCount.ShouldBe(3);
        histogram.Snapshot().Min.ShouldBe(1e-6);
        histogram.Snapshot().Max.ShouldBe(3600);
    }

    [Fact]
    public void Add_OtherHistogram_EqualsRecordedTogether()
    {
        var (left, right, both) = (new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram());
        for (var i = 0; i < 1000; i++)
        {
            (i % 3 == 0 ? left : right).RecordMicroseconds(i * i);
            both.RecordMicroseconds(i * i);
        }

        left.Add(right);

        left.Snapshot().ShouldEqual(both.Snapshot());
        left.ClampedCount.ShouldBe(both.ClampedCount);
    }

    [Fact]
    public void Reset_ForgetsEverything()
    {
        var histogram = new LatencyHistogram();
        histogram.RecordMicroseconds(0);
        histogram.Reset();
        (histogram.Count, histogram.ClampedCount).ShouldBe((0, 0));
    }

    [Fact]
    public void RecordSeconds_NaN_Throws() =>
        Should.Throw<ArgumentException>(() => new LatencyHistogram().RecordSeconds(double.NaN));
}
