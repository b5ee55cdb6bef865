using Attune.Measurement;

namespace Attune.Lab.Reports.Documents;

/// <summary>A point of the percentile curve. <paramref name="OneIn"/> is 1/(1 − p): one of so many answers took longer.</summary>
internal sealed record PercentilePoint(double OneIn, double? LatencyMs, double? ServiceTimeMs)
{
    private const int PerDecade = 8;

    /// <summary>From the minimum to the slowest answer, in even steps of a logarithmic axis.</summary>
    public static IReadOnlyList<PercentilePoint> Of(HistogramSnapshot latency, HistogramSnapshot serviceTime)
    {
        if (latency.Count == 0)
        {
            return [];
        }

        var points = new List<PercentilePoint>();
        for (var i = 0; ; i++)
        {
            var oneIn = Math.Pow(10, (double)i / PerDecade);
            var last = oneIn >= latency.Count;
            var percent = last ? 100 : 100 * (1 - (1 / oneIn));
            points.Add(new PercentilePoint(
                last ? Math.Max(latency.Count, 1) : Math.Round(oneIn, 4), Number.Milliseconds(latency.Percentile(percent)), Number.Milliseconds(serviceTime.Percentile(percent))));
            if (last)
            {
                return points;
            }
        }
    }
}
