using Attune.Lab.Analysis.Statistics;
using Attune.Measurement.Statistics;

namespace Attune.Lab.Analysis;

/// <summary>The Mann–Whitney U test: whether figures of one sample tend to be larger than those of another, whatever their distribution.</summary>
/// <remarks>Mann and Whitney (1947). Exact without ties up to <see cref="ExactLimit"/> figures a side; else the normal approximation with corrections for ties and continuity.</remarks>
public static class MannWhitney
{
    /// <summary>Most figures in either sample for which the exact distribution is used.</summary>
    public const int ExactLimit = 30;

    /// <summary>Tests two independent samples, in any order.</summary>
    /// <exception cref="ArgumentException">A sample is empty or has a figure that is not finite.</exception>
    public static MannWhitneyResult Test(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Figures.Require(a, 1, nameof(a));
        Figures.Require(b, 1, nameof(b));
        var (u, ties) = Count(a, b);
        var (n, m) = (a.Length, b.Length);
        double total = n + m;
        var expected = n * (double)m / 2;
        var variance = n * (double)m / 12 * (total + 1 - (ties / (total * (total - 1))));
        var distance = Math.Max(0, Math.Abs(u - expected) - 0.5);
        var z = variance > 0 ? Math.Sign(u - expected) * distance / Math.Sqrt(variance) : 0;
        var p = ties == 0 && n <= ExactLimit && m <= ExactLimit
            ? 2 * RankSumDistribution.AtLeast((int)Math.Max(u, (n * (double)m) - u), n, m)
            : 2 * NormalDistribution.UpperTail(Math.Abs(z));
        return new MannWhitneyResult(u, Math.Min(1, p), z);
    }

    /// <summary>U of <paramref name="a"/>, and the sum of t³ − t over groups of t equal figures.</summary>
    private static (double U, double Ties) Count(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (x, y) = (Figures.Sorted(a), Figures.Sorted(b));
        var (u, ties) = (0.0, 0.0);
        for (int i = 0, j = 0; i < x.Length || j < y.Length;)
        {
            var value = j >= y.Length || (i < x.Length && x[i] <= y[j]) ? x[i] : y[j];
            var (ofX, ofY) = (Run(x, i, value), Run(y, j, value));
            u += ofX * (j + (ofY / 2.0));
            double tied = ofX + ofY;
            ties += (tied * tied * tied) - tied;
            i += ofX;
            j += ofY;
        }

        return (u, ties);
    }

    private static int Run(double[] sorted, int start, double value)
    {
        var end = start;
        while (end < sorted.Length && sorted[end] <= value)
        {
            end++;
        }

        return end - start;
    }
}
