using Attune.Lab.Stress;

namespace Attune.Lab.Reports.Documents;

/// <summary>One level of a stress test as JSON.</summary>
internal sealed record StressLevelDocument(
    double Load,
    bool Held,
    string? Degradation,
    double DurationSeconds,
    long Requests,
    long Succeeded,
    long Failed,
    long NotSent,
    double SuccessRate,
    double ThroughputPerSecond,
    double? Concurrency,
    LatencyDocument LatencyMs,
    LatencyDocument ServiceTimeMs,
    IReadOnlyDictionary<string, long> Errors)
{
    public static StressLevelDocument Of(StressStep step) => new(
        step.Load,
        step.Degradation is null,
        step.Degradation,
        Math.Round(step.Result.Duration.TotalSeconds, 3),
        step.Result.Requests,
        step.Result.Succeeded,
        step.Result.Failed,
        step.Result.NotSent,
        Math.Round(step.SuccessRate, 6),
        Math.Round(step.Throughput, 2),
        Number.Round(step.Concurrency, 3),
        LatencyDocument.Of(step.Result.Latency),
        LatencyDocument.Of(step.Result.ServiceTime),
        step.Result.Errors);
}
