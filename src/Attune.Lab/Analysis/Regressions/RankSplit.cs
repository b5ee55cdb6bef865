using System.Runtime.InteropServices;
using Attune.Lab.Analysis.Statistics;
using Attune.Measurement.Statistics;

namespace Attune.Lab.Analysis.Regressions;

/// <summary>The place where the ranks of a stretch of runs split most clearly, with a probability that allows for having looked everywhere.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RankSplit(int Index, double PValue)
{
    private const int ExactPairs = 4000;

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
        return new RankSplit(index, Math.Min(1, places * Probability(statistic, index, runs.Length - index, ties)));
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
