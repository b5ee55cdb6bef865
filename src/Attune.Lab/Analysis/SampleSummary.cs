namespace Attune.Lab.Analysis;

/// <summary>A sample of figures in numbers, all in the sample's unit.</summary>
/// <param name="Count">How many figures.</param>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="StandardDeviation">Of the sample (divided by n − 1); 0 for one figure.</param>
/// <param name="Min">Smallest.</param>
/// <param name="P50">Median.</param>
/// <param name="P90">90th percentile, linear between ranks, as all of them.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="Max">Largest.</param>
/// <param name="MedianAbsoluteDeviation">Median distance from the median; times 1.4826 it estimates the deviation of normal noise.</param>
public sealed record SampleSummary(
    int Count, double Mean, double StandardDeviation, double Min, double P50, double P90, double P95, double P99, double Max, double MedianAbsoluteDeviation)
{
    /// <summary>Deviation over mean up to which a sample counts as stable.</summary>
    public const double StableVariation = 0.1;

    /// <summary>The same as <see cref="P50"/>.</summary>
    public double Median => P50;

    /// <summary>Deviation over mean; 0 when the mean is 0.</summary>
    public double CoefficientOfVariation => Mean == 0 ? 0 : StandardDeviation / Math.Abs(Mean);

    /// <summary>Whether the deviation is below a tenth of the mean.</summary>
    public bool IsStable => CoefficientOfVariation < StableVariation;

    /// <summary>Summarises <paramref name="values"/>, in any order.</summary>
    /// <exception cref="ArgumentException">There are none, or one is not finite.</exception>
    public static SampleSummary Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("A summary needs at least one figure.", nameof(values));
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        if (!double.IsFinite(sorted[0]) || !double.IsFinite(sorted[^1]))
        {
            throw new ArgumentException("A summary needs finite figures.", nameof(values));
        }

        var statistics = default(Measurement.RunningStatistics);
        foreach (var value in sorted)
        {
            statistics.Add(value);
        }

        var median = Percentiles.OfSorted(sorted, 50);
        return new SampleSummary(
            sorted.Length, statistics.Mean, sorted.Length > 1 ? statistics.SampleStandardDeviation : 0, sorted[0], median, Percentiles.OfSorted(sorted, 90),
            Percentiles.OfSorted(sorted, 95), Percentiles.OfSorted(sorted, 99), sorted[^1], Percentiles.MedianAbsoluteDeviation(sorted, median));
    }
}
