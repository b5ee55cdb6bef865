using Attune.Measurement;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Core.Tests.Measurement;

public class TrendTests
{
    // Few different values, so that ties are common in both variables.
    private static readonly Arbitrary<(double X, double Y)[]> Points = Gen.Choose(0, 12)
        .Zip(Gen.Choose(-6, 6))
        .Select(point => (X: point.Item1 / 4.0, Y: (double)point.Item2))
        .ListOf()
        .Select(points => points.ToArray())
        .Where(points => points.Select(point => point.X).Distinct().Count() > 1)
        .ToArbitrary();

    [Fact]
    public void Estimate_AnyPoints_AgreesWithBruteForce() => Prop.ForAll(Points, points =>
    {
        var trend = Estimate(points);
        var pairs = Pairs(points).ToArray();
        var slopes = pairs.Where(pair => pair.Run != 0).Select(pair => pair.Rise / pair.Run).ToArray();
        var slope = MathNet.Numerics.Statistics.Statistics.Median(slopes);

        trend.S.ShouldBe(pairs.Sum(pair => Math.Sign(pair.Rise) * Math.Sign(pair.Run)));
        trend.Slope.ShouldBe(slope, 1e-12);
        trend.Intercept.ShouldBe(MathNet.Numerics.Statistics.Statistics.Median(points.Select(point => point.Y - (slope * point.X))), 1e-9);
        trend.LowerSlope.ShouldBeLessThanOrEqualTo(trend.Slope);
        trend.UpperSlope.ShouldBeGreaterThanOrEqualTo(trend.Slope);
        trend.PValue.ShouldBeInRange(0, 1);
        trend.Count.ShouldBe(points.Length);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6 }, new double[] { 3, 1, 4, 1, 5, 9 })]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6, 7 }, new double[] { 2, 2, 2, 5, 5, 7, 8 })]
    [InlineData(new double[] { 1, 1, 3, 4, 4, 4 }, new double[] { 2, 2, 2, 5, 5, 7 })]
    [InlineData(new double[] { 1, 2, 3 }, new double[] { 1, 2, 3 })]
    public void Estimate_Z_UsesTheExactVarianceOverAllOrders(double[] x, double[] y)
    {
        // Without a trend every order of y is equally likely: the variance of S over all of them is the exact one.
        var all = Permutations(y).Select(order => (double)SOf(x, order)).ToArray();
        var variance = MathNet.Numerics.Statistics.Statistics.PopulationVariance(all);

        var trend = Trend.Estimate(x, y);

        trend.Z.ShouldBe((trend.S - Math.Sign(trend.S)) / Math.Sqrt(variance), 1e-12);
    }

    // Expected values: scipy.stats.theilslopes(y, x, method='joint') and Mann-Kendall with norm.sf, SciPy 1.10.1.
    [Fact]
    public void Estimate_TiesAndOutlier_AgreesWithSciPy()
    {
        double[] x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        double[] y = [3.1, 2.7, 4.4, 4.4, 5.9, 5.2, 7.7, 6.1, 30.0, 8.8, 8.8, 11.3];

        var trend = Trend.Estimate(x, y);

        trend.Slope.ShouldBe(0.7266666666666668, 1e-12);
        trend.Intercept.ShouldBe(1.8766666666666665, 1e-12);
        trend.LowerSlope.ShouldBe(0.45, 1e-12);
        trend.UpperSlope.ShouldBe(1.0, 1e-12);
        trend.S.ShouldBe(52);
        trend.Z.ShouldBe(3.5137613731358837, 1e-12);
        trend.PValue.ShouldBe(0.00044180951523382423, 1e-15);
        trend.IsSignificant(0.001).ShouldBeTrue();
        trend.IsSignificant(0.0004).ShouldBeFalse();
        var narrower = Trend.Estimate(x, y, confidence: 0.9);
        (narrower.LowerSlope, narrower.UpperSlope).ShouldBe((0.55, 0.9000000000000001));
    }

    // Expected values: as above; variance of S as scipy.stats.kendalltau(method='asymptotic') uses it, 114.2277...
    [Fact]
    public void Estimate_TiesInBoth_AgreesWithSciPy()
    {
        var trend = Trend.Estimate([0, 0, 1, 1, 2, 3, 3, 3, 4, 5], [5, 4, 4, 4, 3, 3.5, 3.5, 2, 2, 1]);

        trend.Slope.ShouldBe(-2.0 / 3, 1e-12);
        trend.Intercept.ShouldBe(14.0 / 3, 1e-12);
        (trend.LowerSlope, trend.UpperSlope).ShouldBe((-1.0, -0.25));
        trend.S.ShouldBe(-33);
        trend.Z.ShouldBe(-32 / Math.Sqrt(114.22777777777777), 1e-9);
    }

    [Fact]
    public void Estimate_LinearWithAFifthOutliers_FindsTheLine()
    {
        var x = Enumerable.Range(0, 100).Select(i => i * 0.1).ToArray();
        var y = x.Select((value, i) => i % 5 == 0 ? 1e6 * (i % 2 == 0 ? 1 : -1) : 3 + (2 * value)).ToArray();
        var trend = Trend.Estimate(x, y);
        trend.Slope.ShouldBe(2, 1e-9);
        trend.Intercept.ShouldBe(3, 1e-9);
    }

    [Fact]
    public void Estimate_Noise_RaisesFalseAlarmsAtTheStatedRate()
    {
        var random = new Random(11);
        var x = Enumerable.Range(0, 40).Select(i => (double)i).ToArray();
        var runs = Enumerable.Range(0, 1000).Select(_ => Trend.Estimate(x, x.Select(_ => random.NextDouble()).ToArray())).ToArray();
        runs.Count(trend => trend.IsSignificant(0.05)).ShouldBeInRange(30, 70);
        runs.Count(trend => trend.LowerSlope <= 0 && trend.UpperSlope >= 0).ShouldBeInRange(925, 975);
    }

    [Fact]
    public void Estimate_Constant_HasNoTrend()
    {
        var trend = Trend.Estimate([1, 2, 3, 4], [7, 7, 7, 7]);
        (trend.Slope, trend.Intercept, trend.S, trend.Z, trend.PValue).ShouldBe((0, 7, 0, 0, 1));
    }

    [Fact]
    public void Estimate_ManyPoints_ThinsThemEvenly()
    {
        var x = Enumerable.Range(0, 50_000).Select(i => (double)i).ToArray();
        var trend = Trend.Estimate(x, x.Select(value => 5 - (0.5 * value)).ToArray());
        trend.Count.ShouldBe(Trend.MaxPoints);
        trend.Slope.ShouldBe(-0.5, 1e-12);
        trend.S.ShouldBe(-Trend.MaxPoints * (Trend.MaxPoints - 1L) / 2);
    }

    [Fact]
    public void Estimate_BadInput_Throws()
    {
        Should.Throw<ArgumentException>(() => Trend.Estimate([1], [1]));
        Should.Throw<ArgumentException>(() => Trend.Estimate([1, 2], [1]));
        Should.Throw<ArgumentException>(() => Trend.Estimate([1, 1], [1, 2]));
        Should.Throw<ArgumentException>(() => Trend.Estimate([1, double.NaN], [1, 2]));
        Should.Throw<ArgumentException>(() => Trend.Estimate([1, 2], [1, double.PositiveInfinity]));
        Should.Throw<ArgumentOutOfRangeException>(() => Trend.Estimate([1, 2], [1, 2], confidence: 1));
    }

    private static TrendResult Estimate((double X, double Y)[] points) =>
        Trend.Estimate([.. points.Select(point => point.X)], [.. points.Select(point => point.Y)]);

    private static IEnumerable<(double Run, double Rise)> Pairs((double X, double Y)[] points) =>
        from i in Enumerable.Range(0, points.Length)
        from j in Enumerable.Range(i + 1, points.Length - i - 1)
        select (points[j].X - points[i].X, points[j].Y - points[i].Y);

    private static long SOf(double[] x, double[] y) =>
        Pairs([.. x.Zip(y)]).Sum(pair => Math.Sign(pair.Run) * Math.Sign(pair.Rise));

    private static IEnumerable<double[]> Permutations(double[] values) => values.Length == 0
        ? [[]]
        : Enumerable.Range(0, values.Length).SelectMany(i =>
            Permutations([.. values[..i], .. values[(i + 1)..]]).Select(rest => (double[])[values[i], .. rest]));
}
