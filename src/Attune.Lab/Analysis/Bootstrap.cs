using Attune.Lab.Analysis.Statistics;
using Attune.Measurement.Statistics;

namespace Attune.Lab.Analysis;

/// <summary>Confidence intervals of medians by resampling.</summary>
/// <remarks>
/// <para>Percentile intervals whose percentiles are moved outwards for small samples, because resampling n figures shows too little
/// spread (the expanded percentile interval of Hesterberg, "What Teachers Should Know About the Bootstrap", 2014).</para>
/// <para>Intervals of two small samples err on the wide side: of ten figures each, 95 % intervals hold the true ratio in about 99 % of cases.</para>
/// <para>The same seed gives the same interval. Time O(<see cref="Resamples"/> · n).</para>
/// </remarks>
public static class Bootstrap
{
    /// <summary>How many times a sample is drawn anew.</summary>
    public const int Resamples = 2000;

    /// <summary>Interval of the median.</summary>
    /// <param name="values">A sample, in any order; at least two figures.</param>
    /// <param name="confidence">Between 0 and 1, both excluded.</param>
    /// <param name="seed">Of the random draws.</param>
    /// <exception cref="ArgumentException">There are fewer than two figures, or one is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="confidence"/> is not between 0 and 1.</exception>
    public static ConfidenceInterval MedianInterval(ReadOnlySpan<double> values, double confidence = 0.95, int seed = 1)
    {
        Figures.Require(values, 2, nameof(values));
        Figures.RequireShare(confidence, nameof(confidence));
        var medians = new ResampledMedian(values, new Random(seed));
        var drawn = new double[Resamples];
        for (var i = 0; i < drawn.Length; i++)
        {
            drawn[i] = medians.Next();
        }

        return Between(drawn, confidence, values.Length, values.Length - 1);
    }

    /// <summary>Interval of the candidate's median over the baseline's.</summary>
    /// <param name="baseline">Positive figures, in any order; at least two.</param>
    /// <param name="candidate">Positive figures, in any order; at least two.</param>
    /// <param name="confidence">Between 0 and 1, both excluded.</param>
    /// <param name="seed">Of the random draws.</param>
    /// <exception cref="ArgumentException">A sample has fewer than two figures, or one that is not positive and finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="confidence"/> is not between 0 and 1.</exception>
    public static ConfidenceInterval RatioOfMedians(ReadOnlySpan<double> baseline, ReadOnlySpan<double> candidate, double confidence = 0.95, int seed = 1)
    {
        RequirePositive(baseline, nameof(baseline));
        RequirePositive(candidate, nameof(candidate));
        var change = ChangeOfMedians(baseline, candidate, confidence, seed);
        return change with { Lower = 1 + change.Lower, Upper = 1 + change.Upper };
    }

    /// <summary>Interval of the relative change of the median; see <see cref="RelativeChange.Between"/>.</summary>
    internal static ConfidenceInterval ChangeOfMedians(ReadOnlySpan<double> baseline, ReadOnlySpan<double> candidate, double confidence, int seed)
    {
        Figures.Require(baseline, 2, nameof(baseline));
        Figures.Require(candidate, 2, nameof(candidate));
        Figures.RequireShare(confidence, nameof(confidence));
        var random = new Random(seed);
        var before = new ResampledMedian(baseline, random);
        var after = new ResampledMedian(candidate, random);
        var drawn = new double[Resamples];
        for (var i = 0; i < drawn.Length; i++)
        {
            drawn[i] = RelativeChange.Between(before.Next(), after.Next());
        }

        return Between(drawn, confidence, Math.Min(baseline.Length, candidate.Length), baseline.Length + candidate.Length - 2);
    }

    private static ConfidenceInterval Between(double[] drawn, double confidence, int sampleSize, int degrees)
    {
        Array.Sort(drawn);
        var reach = StudentDistribution.Quantile((1 + confidence) / 2, degrees) * Math.Sqrt(sampleSize / (sampleSize - 1.0));
        var tail = NormalDistribution.UpperTail(reach);
        return new ConfidenceInterval(Percentiles.OfSorted(drawn, 100 * tail), Percentiles.OfSorted(drawn, 100 * (1 - tail)), confidence);
    }

    private static void RequirePositive(ReadOnlySpan<double> values, string name)
    {
        Figures.Require(values, 2, name);
        foreach (var value in values)
        {
            if (value <= 0)
            {
                throw new ArgumentException($"'{name}' needs positive figures, for a ratio; one is {value}.", name);
            }
        }
    }
}
