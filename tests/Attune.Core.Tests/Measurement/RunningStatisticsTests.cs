using Attune.Measurement;
using FsCheck;
using FsCheck.Fluent;
using Reference = MathNet.Numerics.Statistics.Statistics;

namespace Attune.Core.Tests.Measurement;

public class RunningStatisticsTests
{
    private static readonly Arbitrary<double[]> Samples =
        Gen.Choose(-1_000_000, 1_000_000).Select(value => value / 7.0).ListOf().Select(values => values.ToArray()).ToArbitrary();

    [Fact]
    public void Add_AnySeries_AgreesWithMathNet() => Prop.ForAll(Samples, values => ShouldAgree(Of(values), values))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_AnySplit_EqualsAddedTogether() => Prop.ForAll(Samples, Samples, Samples, (first, second, third) =>
    {
        var merged = Of(first);
        merged.Merge(Of(second));
        merged.Merge(Of(third));
        ShouldAgree(merged, [.. first, .. second, .. third]);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Variance_SmallNoiseOnLargeOffset_IsNotLostToCancellation(int parts)
    {
        var random = new Random(3);
        var noise = Enumerable.Range(0, 10_000).Select(_ => Math.Round(random.NextDouble() * 1024) / 1024).ToArray();
        var statistics = new RunningStatistics();
        foreach (var chunk in noise.Chunk(noise.Length / parts))
        {
            statistics.Merge(Of(chunk.Select(value => 1e9 + value)));
        }

        // The noise is a multiple of 2^-10, so adding 1e9 is exact and the variance must be the noise's own.
        var exact = Reference.Variance(noise);
        statistics.SampleVariance.ShouldBe(exact, exact * 1e-6);
    }

    [Fact]
    public void Sum_TinyValuesAfterLarge_DoesNotDrift()
    {
        var statistics = new RunningStatistics();
        statistics.Add(1e16);
        for (var i = 0; i < 10_000; i++)
        {
            statistics.Add(1);
        }

        statistics.Add(-1e16);
        statistics.Sum.ShouldBe(10_000);
    }

    [Fact]
    public void Merge_CompensatedSums_KeepsTheCompensation()
    {
        var total = new RunningStatistics();
        for (var i = 0; i < 100; i++)
        {
            total.Merge(Of([1e16, 1, 1, 1, -1e16]));
        }

        total.Sum.ShouldBe(300);
    }

    [Fact]
    public void Add_Times_EqualsAddedOneByOne()
    {
        var repeated = Of([2]);
        repeated.Add(5, 3);
        repeated.Add(9, 0);
        ShouldAgree(repeated, [2, 5, 5, 5]);
        Should.Throw<ArgumentOutOfRangeException>(() => new RunningStatistics().Add(1, -1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e9)]
    [InlineData(-1e12)]
    public void AddMany_AnyLength_AgreesWithOneByOne(double offset) => Prop.ForAll(Gen.Choose(0, 3000).ToArbitrary(), length =>
    {
        // Multiples of 2^-10 up to 1024: adding the offset is exact, so the exact variance is that of the numbers without it.
        var random = new Random(length);
        var plain = Enumerable.Range(0, length).Select(_ => random.Next(1 << 20) / 1024.0).ToArray();
        var values = plain.Select(value => value + offset).ToArray();
        var many = new RunningStatistics();
        many.Add(values);
        var single = Of(values);
        many.Count.ShouldBe(single.Count);
        many.Sum.ShouldBe(single.Sum);
        (many.Min, many.Max).ShouldBe((single.Min, single.Max));
        if (length > 2)
        {
            var variance = Reference.Variance(plain);
            (Math.Abs(many.Mean - single.Mean) <= 1e-12 * Math.Abs(single.Mean)).ShouldBeTrue();
            // The mean is kept to one part in 2^52 of itself, which is all that merging blocks can know of their distance.
            var tolerance = 1e-12 + ((Math.BitIncrement(1) - 1) * Math.Abs(offset) / Math.Sqrt(variance));
            (Math.Abs(many.SampleVariance - variance) <= tolerance * variance).ShouldBeTrue($"{many.SampleVariance} is not {variance}");
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, double.NaN)]
    [InlineData(7, double.PositiveInfinity)]
    [InlineData(40, double.NegativeInfinity)]
    [InlineData(1500, double.NaN)]
    public void AddMany_OneValueNotFinite_SpreadsAsOneByOne(int place, double value)
    {
        var values = Enumerable.Range(0, 2000).Select(i => (double)i).ToArray();
        values[place] = value;
        var many = new RunningStatistics();
        many.Add(values);
        var single = Of(values);
        (many.Sum, many.Min, many.Max, many.Mean).ShouldBe((single.Sum, single.Min, single.Max, single.Mean));
        many.PopulationVariance.ShouldBe(double.NaN);
    }

    [Fact]
    public void AddMany_ValuesThatCancel_DoesNotDrift()
    {
        var values = Enumerable.Range(0, 9_999).Select(i => (i % 3) switch { 0 => 1e16, 1 => 1, _ => -1e16 }).ToArray();
        var statistics = new RunningStatistics();
        var sum = new CompensatedSum();
        for (var turn = 0; turn < 1000; turn++)
        {
            statistics.Add(values);
            sum.Add(values);
        }

        statistics.Sum.ShouldBe(3_333_000);
        sum.Value.ShouldBe(3_333_000);
    }

    [Fact]
    public void Default_IsEmpty()
    {
        var empty = default(RunningStatistics);
        (empty.Count, empty.Sum).ShouldBe((0, 0));
        new[] { empty.Mean, empty.Min, empty.Max, empty.PopulationVariance, empty.SampleVariance }.ShouldAllBe(value => double.IsNaN(value));
    }

    [Fact]
    public void Sum_WithInfinity_IsInfinite() => Of([1, double.PositiveInfinity, 2]).Sum.ShouldBe(double.PositiveInfinity);

    private static void ShouldAgree(RunningStatistics statistics, double[] values)
    {
        statistics.Count.ShouldBe(values.Length);
        if (values.Length == 0)
        {
            return;
        }

        var scale = values.Max(Math.Abs) + 1;
        statistics.Sum.ShouldBe((double)values.Sum(value => (decimal)value), scale * 1e-12 * values.Length);
        statistics.Mean.ShouldBe(Reference.Mean(values), scale * 1e-12);
        statistics.Min.ShouldBe(values.Min());
        statistics.Max.ShouldBe(values.Max());
        statistics.PopulationVariance.ShouldBe(Reference.PopulationVariance(values), scale * scale * 1e-12);
        if (values.Length > 1)
        {
            statistics.SampleVariance.ShouldBe(Reference.Variance(values), scale * scale * 1e-12);
            statistics.SampleStandardDeviation.ShouldBe(Reference.StandardDeviation(values), scale * 1e-6);
        }
    }

    private static RunningStatistics Of(IEnumerable<double> values)
    {
        var statistics = new RunningStatistics();
        foreach (var value in values)
        {
            statistics.Add(value);
        }

        return statistics;
    }
}
