using Attune.Lab.Analysis.Statistics;
using Attune.Lab.Benchmarks;
using Attune.Measurement;

namespace Attune.Lab.Analysis;

/// <summary>Slow drift of a figure over its runs: Theil–Sen slope, Mann–Kendall significance.</summary>
/// <param name="Direction">Whether it improves, degrades, or neither.</param>
/// <param name="SlopePerRun">Change from run to run, in the figure's unit.</param>
/// <param name="RelativeSlope"><paramref name="SlopePerRun"/> as a share of the median run: 0.001 is 0.1 % a run.</param>
/// <param name="PValue">Two-sided probability of such a trend without one.</param>
/// <param name="Runs">Number of runs.</param>
public sealed record HistoryTrend(TrendDirection Direction, double SlopePerRun, double RelativeSlope, double PValue, int Runs)
{
    /// <summary>Significance that a direction needs.</summary>
    public const double Alpha = 0.05;

    /// <summary>The trend of one value for each run, oldest first.</summary>
    /// <param name="runs">At least one value; fewer than three are always stable.</param>
    /// <param name="better">Which way the figure improves.</param>
    /// <exception cref="ArgumentException">There are no values, or one is not finite.</exception>
    public static HistoryTrend Of(ReadOnlySpan<double> runs, Better better)
    {
        Figures.Require(runs, 1, nameof(runs));
        if (runs.Length < 3)
        {
            return new HistoryTrend(TrendDirection.Stable, 0, 0, 1, runs.Length);
        }

        var positions = new double[runs.Length];
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = i;
        }

        var trend = Trend.Estimate(positions, runs);
        var typical = Math.Abs(Percentiles.Median(runs));
        var direction = !trend.IsSignificant(Alpha) || trend.Slope == 0 ? TrendDirection.Stable
            : trend.Slope < 0 == (better == Better.Lower) ? TrendDirection.Improving
            : TrendDirection.Degrading;
        return new HistoryTrend(direction, trend.Slope, typical == 0 ? 0 : trend.Slope / typical, trend.PValue, runs.Length);
    }
}
