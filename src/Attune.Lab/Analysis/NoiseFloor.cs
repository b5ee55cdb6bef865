using Attune.Lab.Analysis.Statistics;

namespace Attune.Lab.Analysis;

/// <summary>
/// How far two runs of the same program differ on this machine: the relative change of the median that only a given share of such
/// A/A comparisons exceeds. What lies below is noise, however significant.
/// </summary>
public static class NoiseFloor
{
    /// <summary>Share of A/A comparisons that may lie above the floor.</summary>
    public const double DefaultShare = 0.01;

    /// <summary>How many pairs <see cref="FromRuns"/> draws.</summary>
    public const int Draws = 10_000;

    /// <summary>The floor of A/A pairs that were measured as pairs. With fewer than 1/<paramref name="share"/> pairs it lies close to the largest change seen.</summary>
    /// <param name="pairs">Two samples of the same program each; at least one pair.</param>
    /// <param name="share">Share of comparisons that may lie above, between 0 and 1.</param>
    /// <returns>A relative change: 0.03 is 3 %.</returns>
    /// <exception cref="ArgumentException">There are no pairs, or a sample is empty or has a figure that is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is not between 0 and 1.</exception>
    public static double FromPairs(IReadOnlyList<(double[] A, double[] B)> pairs, double share = DefaultShare)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Count == 0)
        {
            throw new ArgumentException("A noise floor needs at least one pair of runs.", nameof(pairs));
        }

        var changes = new double[pairs.Count];
        for (var i = 0; i < changes.Length; i++)
        {
            Figures.Require(pairs[i].A, 1, nameof(pairs));
            Figures.Require(pairs[i].B, 1, nameof(pairs));
            changes[i] = Math.Abs(RelativeChange.Between(Percentiles.Median(pairs[i].A), Percentiles.Median(pairs[i].B)));
        }

        return Above(changes, share);
    }

    /// <summary>The floor from single runs of the same program: pairs of different runs are drawn, and the figures of each are drawn anew.</summary>
    /// <param name="runs">The samples of at least two runs.</param>
    /// <param name="seed">Of the random draws.</param>
    /// <param name="share">Share of comparisons that may lie above, between 0 and 1.</param>
    /// <returns>A relative change: 0.03 is 3 %.</returns>
    /// <exception cref="ArgumentException">There are fewer than two runs, or one is empty or has a figure that is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is not between 0 and 1.</exception>
    public static double FromRuns(IReadOnlyList<double[]> runs, int seed = 1, double share = DefaultShare)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count < 2)
        {
            throw new ArgumentException($"A noise floor needs at least two runs; there are {runs.Count}.", nameof(runs));
        }

        var random = new Random(seed);
        var medians = runs.Select(run =>
        {
            Figures.Require(run, 1, nameof(runs));
            return new ResampledMedian(run, random);
        }).ToArray();
        var changes = new double[Draws];
        for (var i = 0; i < changes.Length; i++)
        {
            var first = random.Next(medians.Length);
            var second = (first + 1 + random.Next(medians.Length - 1)) % medians.Length;
            changes[i] = Math.Abs(RelativeChange.Between(medians[first].Next(), medians[second].Next()));
        }

        return Above(changes, share);
    }

    private static double Above(double[] changes, double share)
    {
        Figures.RequireShare(share, nameof(share));
        Array.Sort(changes);
        return Percentiles.OfSorted(changes, 100 * (1 - share));
    }
}
