using Attune.Lab.Analysis.Divisive;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Lab.Tests.Analysis.Divisive;

public class EnergySplitTests
{
    private static readonly Gen<double[]> Segments = Samples.WithTies.Two().Select(pair => pair.Item1.Concat(pair.Item2).ToArray());

    [Fact]
    public void Best_AnySegment_IsTheLargestStatisticOfAllPlacesAndEnds() => Prop.ForAll(Segments.ToArbitrary(), segment =>
    {
        var all = from split in Enumerable.Range(1, segment.Length - 1)
                  from end in Enumerable.Range(split + 1, segment.Length - split)
                  select (split, Statistic: Naive(segment[..split], segment[split..end]));
        var best = EnergySplit.Best(segment);
        best.Statistic.ShouldBe(all.Max(candidate => candidate.Statistic), 1e-9);
        all.Where(candidate => candidate.split == best.Offset).Max(candidate => candidate.Statistic).ShouldBe(best.Statistic, 1e-9);
    }).QuickCheckThrowOnFailure();

    [SkippableFact]
    public void Statistic_RobustSeries_HasTheValuesOfMongoDb()
    {
        var series = ChangePointData.Numbers(ChangePointData.Json("edivisive_golden/robust_series.json"));
        var expected = ChangePointData.Numbers(ChangePointData.Json("edivisive_golden/expected_result_robust_series.json"));
        var sums = new EnergySums(series.Length);
        for (var last = 1; last < series.Length; last++)
        {
            sums.Add(series, last);
        }

        // The fixture is of a version that rounded the scale n·m/(n + m) down, and that left the outermost two places at 0.
        for (var split = 2; split < series.Length - 2; split++)
        {
            var pairs = split * (series.Length - split);
            var rounded = sums.Statistic(split, series.Length) * (pairs / series.Length) / ((double)pairs / series.Length);
            (rounded / expected[split]).ShouldBe(1, 1e-9, $"at {split}");
        }
    }

    private static double Naive(double[] a, double[] b)
    {
        double n = a.Length;
        double m = b.Length;
        var across = a.Sum(x => b.Sum(y => Math.Abs(x - y)));
        return 2 / (n + m) * (across - (n > 1 ? m / (n - 1) * Within(a) : 0) - (m > 1 ? n / (m - 1) * Within(b) : 0));
    }

    private static double Within(double[] values) => values.Select((x, i) => values.Skip(i + 1).Sum(y => Math.Abs(x - y))).Sum();
}
