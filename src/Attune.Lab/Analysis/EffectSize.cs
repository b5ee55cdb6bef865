using Attune.Lab.Analysis.Statistics;

namespace Attune.Lab.Analysis;

/// <summary>How large a difference between two samples is, whatever their distribution.</summary>
public static class EffectSize
{
    /// <summary>Most figures of a sample that <see cref="HodgesLehmannShift"/> uses; larger samples are thinned evenly over their sorted figures.</summary>
    public const int MaxFigures = 2000;

    /// <summary>Cliff's delta (1993): the share of pairs in which <paramref name="a"/> is larger less the share in which it is smaller.</summary>
    /// <returns>From −1 (all of a below all of b) to 1; beyond ±0.474 is called large, within ±0.147 negligible (Romano 2006).</returns>
    /// <exception cref="ArgumentException">A sample is empty or has a figure that is not finite.</exception>
    public static double CliffsDelta(ReadOnlySpan<double> a, ReadOnlySpan<double> b) =>
        (2 * MannWhitney.Test(a, b).U / a.Length / b.Length) - 1;

    /// <summary>The Hodges–Lehmann estimate (1963) of how far <paramref name="a"/> lies above <paramref name="b"/>: the median of all differences.</summary>
    /// <returns>In the samples' unit; negative where a lies below b.</returns>
    /// <exception cref="ArgumentException">A sample is empty or has a figure that is not finite.</exception>
    public static double HodgesLehmannShift(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Figures.Require(a, 1, nameof(a));
        Figures.Require(b, 1, nameof(b));
        var (x, y) = (Thin(Figures.Sorted(a)), Thin(Figures.Sorted(b)));
        var differences = new double[x.Length * y.Length];
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = 0; j < y.Length; j++)
            {
                differences[(i * y.Length) + j] = x[i] - y[j];
            }
        }

        return Percentiles.Median(differences);
    }

    private static double[] Thin(double[] sorted)
    {
        if (sorted.Length <= MaxFigures)
        {
            return sorted;
        }

        var thinned = new double[MaxFigures];
        for (var i = 0; i < MaxFigures; i++)
        {
            thinned[i] = Percentiles.OfSorted(sorted, 100.0 * i / (MaxFigures - 1));
        }

        return thinned;
    }
}
