namespace Attune.Lab.Analysis.Statistics;

/// <summary>Exact distribution of the Mann–Whitney U without ties: every order of the n + m figures is equally likely.</summary>
internal static class RankSumDistribution
{
    /// <summary>Probability of a U of at least <paramref name="u"/>.</summary>
    public static double AtLeast(int u, int n, int m)
    {
        // ways[j][k]: orders of i figures of one sample and j of the other in which exactly k pairs are the "right" way round. The largest
        // figure is of one sample (and adds j pairs) or of the other (and adds none): Mann and Whitney (1947).
        var ways = new double[m + 1][];
        for (var j = 0; j <= m; j++)
        {
            ways[j] = new double[(n * m) + 1];
            ways[j][0] = 1;
        }

        for (var i = 1; i <= n; i++)
        {
            for (var j = 1; j <= m; j++)
            {
                var (previous, left) = (ways[j], ways[j - 1]);
                for (var k = i * j; k >= 0; k--)
                {
                    previous[k] = (k >= j ? previous[k - j] : 0) + left[k];
                }
            }
        }

        var (reached, all) = (0.0, 0.0);
        for (var k = 0; k < ways[m].Length; k++)
        {
            all += ways[m][k];
            reached += k >= u ? ways[m][k] : 0;
        }

        return reached / all;
    }

    /// <summary>The smallest two-sided probability that samples of these sizes can reach: both complete separations.</summary>
    public static double SmallestPValue(int n, int m)
    {
        var p = 2.0;
        for (var i = 1; i <= n; i++)
        {
            p *= (double)i / (m + i);
        }

        return Math.Min(1, p);
    }
}
