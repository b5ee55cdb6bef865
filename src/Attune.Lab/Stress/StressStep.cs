using Attune.Lab.Load;

namespace Attune.Lab.Stress;

/// <summary>One level of a stress test.</summary>
/// <param name="Load">The level, in <see cref="StressResult.LoadUnit"/>.</param>
/// <param name="Result">What was measured.</param>
/// <param name="Degradation">Why the level counts as degraded; null if it held.</param>
public sealed record StressStep(double Load, LoadResult Result, string? Degradation)
{
    /// <summary>Requests a second that succeeded.</summary>
    public double Throughput => Result.Duration > TimeSpan.Zero ? Result.Succeeded / Result.Duration.TotalSeconds : 0;

    /// <summary>Share of all due requests, sent or not, that succeeded, from 0 to 1.</summary>
    public double SuccessRate => Result.Requests + Result.NotSent is > 0 and var due ? (double)Result.Succeeded / due : 0;

    /// <summary>Requests that the server worked on at a time: users of the closed model; throughput times mean service time (Little's law) of the open one. NaN without answers.</summary>
    public double Concurrency => Result.OfferedRate is null ? Load : Throughput * Result.ServiceTime.Mean;
}
