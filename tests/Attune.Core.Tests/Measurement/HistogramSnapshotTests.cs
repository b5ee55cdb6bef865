using Attune.Measurement;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Core.Tests.Measurement;

public class HistogramSnapshotTests
{
    private static readonly Arbitrary<double[]> Samples =
        Gen.Choose(0, 100_000).Select(value => value / 10.0).ListOf().Select(values => values.ToArray()).ToArbitrary();

    [Fact]
    public void Empty_HasNoData()
    {
        var empty = new ValueHistogram().Snapshot();
        (empty.Count, empty.Sum, empty.CountAtOrBelow(double.MaxValue)).ShouldBe((0, 0, 0));
        double.IsNaN(empty.Min + empty.Max + empty.Mean + empty.StandardDeviation + empty.Percentile(50)).ShouldBeTrue();
        empty.PercentileDuration(50).ShouldBeNull();
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(100.1)]
    [InlineData(double.NaN)]
    public void Percentile_OutsideHundred_Throws(double percent) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Of([1]).Percentile(percent));

    [Fact]
    public void Percentile_ThousandDistinct_IsNearestRank()
    {
        var snapshot = Of(Enumerable.Range(1, 1000).Select(i => Math.Pow(1.02, i)));
        snapshot.Percentile(99.9).ShouldBe(Math.Pow(1.02, 999), Math.Pow(1.02, 999) * 0.0079);
        snapshot.Percentile(99.91).ShouldBe(Math.Pow(1.02, 1000));
    }

    [Fact]
    public void Subtract_EarlierSnapshot_LeavesTheInterval() => Prop.ForAll(Samples, Samples, (before, after) =>
    {
        var histogram = new ValueHistogram();
        Array.ForEach(before, histogram.Record);
        var earlier = histogram.Snapshot();
        Array.ForEach(after, histogram.Record);

        var interval = histogram.Snapshot().Subtract(earlier);

        var exact = Of(after);
        interval.Count.ShouldBe(exact.Count);
        interval.Counts.ToArray().ShouldBe(exact.Counts.ToArray());
        if (after.Length > 0)
        {
            interval.Sum.ShouldBe(exact.Sum, 1e-6);
            interval.Min.ShouldBe(exact.Min, (exact.Min * 0.016) + double.Epsilon);
            interval.Max.ShouldBe(exact.Max, (exact.Max * 0.016) + double.Epsilon);
            interval.Percentile(50).ShouldBe(exact.Percentile(50), (exact.Percentile(50) * 0.016) + double.Epsilon);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Subtract_AfterReset_IsWhatCameSince()
    {
        var histogram = new ValueHistogram();
        histogram.Record(5);
        histogram.Record(7);
        var earlier = histogram.Snapshot();
        histogram.Reset();
        histogram.Record(9);

        histogram.Snapshot().Subtract(earlier).ShouldAgree([9.0]);
    }

    [Fact]
    public void Snapshot_LaterRecords_DoNotChangeIt()
    {
        var histogram = new ValueHistogram();
        histogram.Record(1);
        var snapshot = histogram.Snapshot();
        histogram.Record(2);
        snapshot.ShouldAgree([1.0]);
    }

    [Fact]
    public void CumulativeCounts_AnyBounds_CountsAllAtOrBelowAndNoneClearlyAbove()
    {
        var bounds = new double[] { 0, 1, 10, 100, 1000, 20_000 };
        Prop.ForAll(Samples, values =>
        {
            var counts = new long[bounds.Length];
            Of(values).CumulativeCounts(bounds, counts);
            for (var i = 0; i < bounds.Length; i++)
            {
                counts[i].ShouldBeInRange(values.Count(value => value <= bounds[i]), values.Count(value => value <= bounds[i] * 1.016));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void CumulativeCounts_TooLittleRoom_Throws() =>
        Should.Throw<ArgumentException>(() => Of([1]).CumulativeCounts([1, 2], new long[1]));

    [Fact]
    public void Merge_WithEmpty_IsTheOther()
    {
        var one = Of([3]);
        one.Merge(HistogramSnapshot.Empty).ShouldBeSameAs(one);
        HistogramSnapshot.Empty.Merge(one).ShouldBeSameAs(one);
    }

    private static HistogramSnapshot Of(IEnumerable<double> values)
    {
        var histogram = new ValueHistogram();
        foreach (var value in values)
        {
            histogram.Record(value);
        }

        return histogram.Snapshot();
    }
}
