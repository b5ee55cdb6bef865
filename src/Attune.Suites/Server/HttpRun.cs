using Attune.Measurement;

namespace Attune.Suites.Server;

/// <summary>What came of a number of requests.</summary>
/// <param name="Latencies">Of all requests, those that failed included, in seconds.</param>
/// <param name="Failed">Requests that were not answered as they should.</param>
/// <param name="Elapsed">From the first request to the last answer.</param>
internal sealed record HttpRun(HistogramSnapshot Latencies, long Failed, TimeSpan Elapsed)
{
    public double PerSecond => (Latencies.Count - Failed) / Elapsed.TotalSeconds;

    public double FailedPercent => 100.0 * Failed / Latencies.Count;
}
