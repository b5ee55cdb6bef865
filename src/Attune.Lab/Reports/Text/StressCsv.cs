using Attune.Lab.Reports.Documents;
using Attune.Lab.Stress;

namespace Attune.Lab.Reports.Text;

/// <summary>A stress test level by level.</summary>
internal static class StressCsv
{
    public static string Write(StressResult result)
    {
        var csv = new CsvText().Line(
            "load", "unit", "held", "throughput_per_second", "success_rate", "requests", "failed", "not_sent",
            "p50_ms", "p75_ms", "p90_ms", "p95_ms", "p99_ms", "p99.9_ms", "max_ms", "degradation");
        foreach (var level in result.Steps.OrderBy(step => step.Load).Select(StressLevelDocument.Of))
        {
            var latency = level.LatencyMs;
            csv.Line(
                level.Load, result.LoadUnit, level.Held ? "yes" : "no", level.ThroughputPerSecond, level.SuccessRate, level.Requests, level.Failed, level.NotSent,
                latency.P50, latency.P75, latency.P90, latency.P95, latency.P99, latency.P999, latency.Max, level.Degradation);
        }

        return csv.ToString();
    }
}
