using Attune.Lab.Analysis.Statistics;

namespace Attune.Lab.Analysis;

/// <summary>Finds where a program has warmed up: from there on its iterations stay on one level.</summary>
public static class SteadyState
{
    /// <summary>Fewest iterations that can be judged.</summary>
    public const int MinIterations = 4;

    /// <summary>The index of the first iteration of the steady state; null if the series never settles or is too short to say.</summary>
    /// <param name="values">Iterations in the order in which they ran.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static int? FindStart(ReadOnlySpan<double> values)
    {
        Figures.Require(values, 0, nameof(values));
        if (values.Length < MinIterations)
        {
            return null;
        }

        var tail = values[(values.Length / 2)..];
        var level = Percentiles.Median(tail);
        var reach = Math.Max(3 * 1.4826 * Percentiles.MedianAbsoluteDeviation(tail, level), 0.01 * Math.Abs(level));
        var start = values.Length;
        while (start > 0 && Math.Abs(values[start - 1] - level) <= reach)
        {
            start--;
        }

        return start <= values.Length / 2 ? start : null;
    }
}
