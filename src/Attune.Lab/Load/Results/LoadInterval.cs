namespace Attune.Lab.Load;

/// <summary>One second of a load run. Latencies are in seconds from the intended start, NaN where nothing was answered.</summary>
/// <param name="At">Start of the interval, from the start of the run.</param>
/// <param name="OfferedRate">Requests due a second; null for the closed model.</param>
/// <param name="Requests">Requests that got an outcome in the interval.</param>
/// <param name="Failed">Those of them that failed.</param>
/// <param name="P50">Median latency.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="Max">Longest.</param>
/// <param name="InFlight">Requests under way or due and waiting for a connection, at the end of the interval.</param>
public sealed record LoadInterval(
    TimeSpan At, double? OfferedRate, long Requests, long Failed, double P50, double P95, double P99, double Max, long InFlight);
