namespace Attune.Lab.Analysis.Segmentation;

/// <summary>Replaces lone spikes by the median of their neighbours (Hampel's filter), so that no segment is made for one value.</summary>
internal static class SpikeFilter
{
    private const int Reach = 5;
    private const double Deviations = 5;

    public static double[] Apply(double[] series)
    {
        var filtered = series.ToArray();
        for (var i = 0; i < series.Length; i++)
        {
            var start = Math.Max(0, i - Reach);
            var around = series.AsSpan(start, Math.Min(series.Length, i + Reach + 1) - start);
            var median = Percentiles.Median(around);
            var spread = 1.4826 * Percentiles.MedianAbsoluteDeviation(around, median);
            if (spread > 0 && Math.Abs(series[i] - median) > Deviations * spread)
            {
                filtered[i] = median;
            }
        }

        return filtered;
    }
}
