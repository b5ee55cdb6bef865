namespace Attune.Lab.Stress;

/// <summary>What a stress test found.</summary>
public sealed record StressResult
{
    /// <summary>Where the load went.</summary>
    public required string Target { get; init; }

    /// <summary>What a level counts: <c>users</c> (closed model) or <c>requests/s</c> (open model).</summary>
    public required string LoadUnit { get; init; }

    /// <summary>Every level that was tried, in the order in which it was.</summary>
    public required IReadOnlyList<StressStep> Steps { get; init; }

    /// <summary>The lowest level that was degraded; null if none was.</summary>
    public required double? DegradationPoint { get; init; }

    /// <summary>Why it was called degraded, for example <c>p95 1,204 ms is over 1,000 ms</c>; null if none was.</summary>
    public required string? DegradationCause { get; init; }

    /// <summary>The highest level below the degradation point that held; null if not even the first did.</summary>
    public required double? MaximumSustainableLoad { get; init; }

    /// <summary>The Universal Scalability Law through the levels; null if there were too few.</summary>
    public required ScalabilityFit? Scalability { get; init; }

    /// <summary>Smallest share of due requests that had to succeed, from 0 to 1.</summary>
    public double MinSuccessRate { get; init; } = 0.95;

    /// <summary>Highest 95th percentile of latency that was allowed, in milliseconds.</summary>
    public double MaxP95Ms { get; init; } = 1000;

    /// <summary>Whether the test was stopped before its end.</summary>
    public bool Stopped { get; init; }
}
