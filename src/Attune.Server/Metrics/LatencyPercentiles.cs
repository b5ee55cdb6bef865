using Attune.Measurement;

namespace Attune.Server.Metrics;

/// <summary>Percentiles of a latency in milliseconds.</summary>
public sealed record LatencyPercentiles(double P50, double P95, double P99)
{
    /// <summary>The percentiles of a histogram; null when it is empty.</summary>
    public static LatencyPercentiles? Of(HistogramSnapshot? histogram) =>
        histogram is not { Count: > 0 } ? null : new LatencyPercentiles(At(histogram, 50), At(histogram, 95), At(histogram, 99));

    private static double At(HistogramSnapshot histogram, double percent) =>
        Math.Round(histogram.PercentileDuration(percent)?.TotalMilliseconds ?? 0, 3);
}
