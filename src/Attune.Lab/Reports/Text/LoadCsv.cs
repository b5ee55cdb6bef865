using Attune.Lab.Load;
using Attune.Lab.Reports.Documents;

namespace Attune.Lab.Reports.Text;

/// <summary>A load run second by second.</summary>
internal static class LoadCsv
{
    public static string Write(LoadResult result)
    {
        var csv = new CsvText().Line("second", "offered_per_second", "requests", "failed", "p50_ms", "p95_ms", "p99_ms", "max_ms", "in_flight");
        foreach (var point in result.Timeline.Select(TimelinePoint.Of))
        {
            csv.Line(point.Second, point.OfferedPerSecond, point.Requests, point.Failed, point.P50Ms, point.P95Ms, point.P99Ms, point.MaxMs, point.InFlight);
        }

        return csv.ToString();
    }
}
