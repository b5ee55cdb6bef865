using Attune.Measurement;

namespace Attune.Core.Tests.Measurement;

/// <summary>The exact answers that a histogram is held against.</summary>
internal static class HistogramLaw
{
    public const double Tolerance = 0.01;

    public static readonly double[] Percentiles = [0, 0.01, 1, 5, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100];

    public static double ExactPercentile(double[] sorted, decimal percent) =>
        sorted[(int)Math.Clamp(Math.Ceiling(percent * sorted.Length / 100m), 1, sorted.Length) - 1];

    public static void ShouldAgree(this HistogramSnapshot snapshot, IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        snapshot.Count.ShouldBe(sorted.Length);
        snapshot.Min.ShouldBe(sorted[0]);
        snapshot.Max.ShouldBe(sorted[^1]);
        snapshot.Mean.ShouldBe(sorted.Average(), (Math.Abs(sorted.Average()) * 1e-9) + double.Epsilon);
        foreach (var percent in Percentiles)
        {
            var exact = ExactPercentile(sorted, (decimal)percent);
            snapshot.Percentile(percent).ShouldBe(exact, (exact * Tolerance) + double.Epsilon, $"p{percent}");
        }
    }

    public static void ShouldEqual(this HistogramSnapshot snapshot, HistogramSnapshot other)
    {
        snapshot.Count.ShouldBe(other.Count);
        snapshot.ZeroCount.ShouldBe(other.ZeroCount);
        snapshot.FirstIndex.ShouldBe(other.FirstIndex);
        snapshot.Counts.ToArray().ShouldBe(other.Counts.ToArray());
        snapshot.Min.ShouldBe(other.Min);
        snapshot.Max.ShouldBe(other.Max);
        snapshot.Sum.ShouldBe(other.Sum, (Math.Abs(other.Sum) * 1e-9) + double.Epsilon);
    }
}
