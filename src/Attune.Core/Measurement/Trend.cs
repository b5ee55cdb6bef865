using Attune.Measurement.Statistics;

namespace Attune.Measurement;

/// <summary>Robust trend of a series: Theil-Sen slope with confidence interval, Mann-Kendall significance.</summary>
/// <remarks>
/// <para>Up to 29 % of the points may be arbitrary outliers. Sources: Theil (1950) and Sen (1968) for slope and interval, Mann (1945) and
/// Kendall (1975) for the test, with Kendall's variance for ties in both variables. The p-value is a normal approximation, good from
/// about 10 points; with fewer, take it as a hint. Points are taken as independent: strong autocorrelation makes p too small.</para>
/// <para>Time O(n² log n), memory 8 bytes a pair. More than <see cref="MaxPoints"/> points (16 MB of pairs) are thinned to that many,
/// evenly over the order in which they were given.</para>
/// </remarks>
public static class Trend
{
    /// <summary>Most points that are used; longer series are thinned evenly to this number.</summary>
    public const int MaxPoints = 2000;

    /// <summary>Default confidence of the slope's interval.</summary>
    public const double DefaultConfidence = 0.95;

    /// <summary>Estimates the trend of <paramref name="y"/> over <paramref name="x"/>.</summary>
    /// <param name="x">Positions, for example seconds; any order, ties allowed, at least two different.</param>
    /// <param name="y">One value for each position.</param>
    /// <param name="confidence">Confidence of the slope's interval, between 0 and 1 exclusive.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, there are fewer than two points, a number is not finite, or all positions that are used are equal.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="confidence"/> is not between 0 and 1.</exception>
    public static TrendResult Estimate(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double confidence = DefaultConfidence)
    {
        Validate(x, y, confidence);
        var (xs, ys) = (Thin(x), Thin(y));
        var test = MannKendall.Test(xs, ys);
        var slopes = PairSlopes(xs, ys);
        if (slopes.Length == 0)
        {
            throw new ArgumentException("A trend needs at least two different positions.", nameof(x));
        }

        var slope = SortedMedian(slopes);
        var reach = NormalDistribution.Quantile((1 + confidence) / 2) * Math.Sqrt(test.Variance);
        var lower = (int)Math.Max(Math.Round((slopes.Length - reach) / 2) - 1, 0);
        var upper = (int)Math.Min(Math.Round((slopes.Length + reach) / 2), slopes.Length - 1);
        return new TrendResult(
            slope, Intercept(xs, ys, slope), slopes[lower], slopes[upper], test.S, test.Z, test.PValue, xs.Length);
    }

    private static void Validate(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double confidence)
    {
        if (x.Length != y.Length || x.Length < 2)
        {
            throw new ArgumentException("A trend needs at least two points, with one value for each position.", nameof(y));
        }

        if (!(confidence > 0 && confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "The confidence lies between 0 and 1.");
        }

        foreach (var number in x)
        {
            ThrowIfNotFinite(number, nameof(x));
        }

        foreach (var number in y)
        {
            ThrowIfNotFinite(number, nameof(y));
        }
    }

    private static void ThrowIfNotFinite(double number, string name)
    {
        if (!double.IsFinite(number))
        {
            throw new ArgumentException("A trend needs finite numbers.", name);
        }
    }

    private static double[] Thin(ReadOnlySpan<double> values)
    {
        if (values.Length <= MaxPoints)
        {
            return values.ToArray();
        }

        var thinned = new double[MaxPoints];
        for (var i = 0; i < MaxPoints; i++)
        {
            thinned[i] = values[(int)((long)i * (values.Length - 1) / (MaxPoints - 1))];
        }

        return thinned;
    }

    private static Span<double> PairSlopes(double[] x, double[] y)
    {
        var slopes = new double[x.Length * (x.Length - 1) / 2];
        var count = 0;
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = i + 1; j < x.Length; j++)
            {
                var run = x[j] - x[i];
                if (run != 0)
                {
                    slopes[count++] = (y[j] - y[i]) / run;
                }
            }
        }

        var used = slopes.AsSpan(0, count);
        used.Sort();
        return used;
    }

    private static double Intercept(double[] x, double[] y, double slope)
    {
        var rests = new double[x.Length];
        for (var i = 0; i < rests.Length; i++)
        {
            rests[i] = y[i] - (slope * x[i]);
        }

        rests.AsSpan().Sort();
        return SortedMedian(rests);
    }

    private static double SortedMedian(ReadOnlySpan<double> sorted)
    {
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] / 2) + (sorted[middle] / 2);
    }
}
