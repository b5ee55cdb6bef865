namespace Attune.Lab.Analysis;

/// <summary>Percentiles of small samples, linear between ranks (Hyndman and Fan's type 7, the default of NumPy and R).</summary>
public static class Percentiles
{
    /// <summary>A percentile of figures in ascending order.</summary>
    /// <param name="sorted">Figures in ascending order; at least one.</param>
    /// <param name="percent">From 0 to 100.</param>
    /// <exception cref="ArgumentException">There are no figures.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="percent"/> is not from 0 to 100.</exception>
    public static double OfSorted(ReadOnlySpan<double> sorted, double percent)
    {
        if (sorted.IsEmpty)
        {
            throw new ArgumentException("A percentile needs at least one figure.", nameof(sorted));
        }

        if (!(percent >= 0 && percent <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "A percentile lies between 0 and 100.");
        }

        var rank = percent / 100 * (sorted.Length - 1);
        var lower = (int)rank;
        var upper = Math.Min(lower + 1, sorted.Length - 1);
        return sorted[lower] + (rank - lower) * (sorted[upper] - sorted[lower]);
    }

    /// <summary>The median of figures in any order.</summary>
    public static double Median(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return OfSorted(sorted, 50);
    }

    /// <summary>The median distance from <paramref name="centre"/>.</summary>
    public static double MedianAbsoluteDeviation(ReadOnlySpan<double> values, double centre)
    {
        var distances = new double[values.Length];
        for (var i = 0; i < distances.Length; i++)
        {
            distances[i] = Math.Abs(values[i] - centre);
        }

        return Median(distances);
    }
}
