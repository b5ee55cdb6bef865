using System.Runtime.InteropServices;
using Attune.Lab.Analysis.Statistics;
using Attune.Measurement.Statistics;

namespace Attune.Lab.Analysis.Regressions;

/// <summary>The place where the ranks of a stretch of runs split most clearly, with a probability that allows for having looked everywhere.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RankSplit(int Index, double PValue)
{
    private const int ExactPairs = 4000;
    private const double SignificantCorrelation = 1.64;
    private const int Blur = 3;

    /// <summary>The clearest split with at least <paramref name="minRuns"/> runs on each side; null if there are too few runs.</summary>
    public static RankSplit? Best(ReadOnlySpan<double> runs, int minRuns)
    {
        var places = runs.Length - (2 * minRuns) + 1;
        if (places <= 0)
        {
            return null;
        }

        var (ranks, ties) = MidRanks.Of(runs);
        var (index, statistic, distance) = (0, 0.0, -1.0);
        var sum = 0.0;
        for (var count = 1; count <= runs.Length - minRuns; count++)
        {
            sum += ranks[count - 1];
            var u = sum - (count * (count + 1) / 2.0);
            var z = Distance(u, count, runs.Length - count, ties);
            if (count >= minRuns && z > distance)
            {
                (index, statistic, distance) = (count, u, z);
            }
        }

        // Bonferroni: the places are far from independent, so this errs on the side of silence.
        var correlation = Correlation(ranks, index);
        var p = correlation > SignificantCorrelation / Math.Sqrt(runs.Length)
            ? 2 * NormalDistribution.UpperTail(distance * Math.Sqrt((1 - correlation) / (1 + correlation)))
            : Probability(statistic, index, runs.Length - index, ties);
        return new RankSplit(index, Math.Min(1, places * p));
    }

    /// <summary>
    /// The same split at the nearby place from which the values themselves lie closest to a median on each side: ranks do not tell whether a
    /// run that is the slowest so far still belongs to the old level.
    /// </summary>
    public RankSplit Sharpened(ReadOnlySpan<double> runs, int minRuns)
    {
        var (place, least) = (Index, Spread(runs, Index));
        for (var near = Math.Max(minRuns, Index - Blur); near <= Math.Min(runs.Length - minRuns, Index + Blur); near++)
        {
            var spread = Spread(runs, near);
            if (spread < least)
            {
                (place, least) = (near, spread);
            }
        }

        return this with { Index = place };
    }

    private static double Spread(ReadOnlySpan<double> runs, int place) => Spread(runs[..place]) + Spread(runs[place..]);

    private static double Spread(ReadOnlySpan<double> level)
    {
        var median = Percentiles.Median(level);
        var sum = 0.0;
        foreach (var run in level)
        {
            sum += Math.Abs(run - median);
        }

        return sum;
    }

    /// <summary>First-order correlation of the ranks around their mean on each side.</summary>
    private static double Correlation(double[] ranks, int split)
    {
        var (before, after) = (MeanTest.Mean(ranks.AsSpan(0, split)), MeanTest.Mean(ranks.AsSpan(split)));
        var (products, squares) = (0.0, 0.0);
        for (var i = 0; i < ranks.Length; i++)
        {
            var rest = ranks[i] - (i < split ? before : after);
            squares += rest * rest;
            if (i > 0)
            {
                products += rest * (ranks[i - 1] - (i <= split ? before : after));
            }
        }

        return squares > 0 ? products / squares : 0;
    }

    private static double Probability(double u, int n, int m, double ties) => ties == 0 && n * m <= ExactPairs
        ? Math.Min(1, 2 * RankSumDistribution.AtLeast((int)Math.Max(u, (n * m) - u), n, m))
        : 2 * NormalDistribution.UpperTail(Distance(u, n, m, ties));

    private static double Distance(double u, double n, double m, double ties)
    {
        var variance = n * m / 12 * (n + m + 1 - (ties / ((n + m) * (n + m - 1))));
        return variance > 0 ? Math.Max(0, Math.Abs(u - (n * m / 2)) - 0.5) / Math.Sqrt(variance) : 0;
    }
}
