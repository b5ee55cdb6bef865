using Attune.Lab.Load;

namespace Attune.Lab.Reports.Documents;

/// <summary>One second of the run.</summary>
internal sealed record TimelinePoint(
    double Second, double? OfferedPerSecond, long Requests, long Failed, double? P50Ms, double? P95Ms, double? P99Ms, double? MaxMs, long InFlight)
{
    public static TimelinePoint Of(LoadInterval interval) => new(
        Math.Round(interval.At.TotalSeconds, 3),
        interval.OfferedRate is { } rate ? Number.Round(rate, 2) : null,
        interval.Requests,
        interval.Failed,
        Number.Milliseconds(interval.P50),
        Number.Milliseconds(interval.P95),
        Number.Milliseconds(interval.P99),
        Number.Milliseconds(interval.Max),
        interval.InFlight);
}
