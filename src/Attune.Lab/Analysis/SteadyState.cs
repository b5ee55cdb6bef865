using Attune.Lab.Analysis.Statistics;

namespace Attune.Lab.Analysis;

/// <summary>Finds where a program has warmed up: from there on its typical iteration stays on one level.</summary>
/// <remarks>
/// A running median, over a small part of the series so that bursts do not count, must stay within <see cref="Tolerance"/> of the
/// level of the last third, until the end. The tolerance is that of Traini et al., "Towards effective assessment of steady state performance in Java software" (2022).
/// </remarks>
public static class SteadyState
{
    /// <summary>Relative distance from the final level that still counts as that level.</summary>
    public const double Tolerance = 0.05;

    /// <summary>Fewest iterations that can be judged.</summary>
    public const int MinIterations = 6;

    private const int WindowShare = 36;
    private const int MinWindow = 3;
    private const int LevelShare = 3;
    private const int SettledShare = 6;

    /// <summary>The index of the first iteration of the steady state.</summary>
    /// <param name="values">Iterations in the order in which they ran.</param>
    /// <returns>Null if the series never settles, is steady for less than its last sixth, or has fewer than <see cref="MinIterations"/>.</returns>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static int? FindStart(ReadOnlySpan<double> values)
    {
        Figures.Require(values, 0, nameof(values));
        if (values.Length < MinIterations)
        {
            return null;
        }

        var typical = RunningMedian(values, Math.Max(MinWindow, values.Length / WindowShare) / 2);
        var level = Percentiles.Median(typical.AsSpan(values.Length - (values.Length / LevelShare)));
        var start = values.Length;
        while (start > 0 && Math.Abs(typical[start - 1] - level) <= Tolerance * Math.Abs(level))
        {
            start--;
        }

        return start <= values.Length - (values.Length / SettledShare) ? start : null;
    }

    private static double[] RunningMedian(ReadOnlySpan<double> values, int reach)
    {
        var medians = new double[values.Length];
        for (var i = 0; i < medians.Length; i++)
        {
            var start = Math.Max(0, i - reach);
            medians[i] = Percentiles.Median(values[start..Math.Min(values.Length, i + reach + 1)]);
        }

        return medians;
    }
}
