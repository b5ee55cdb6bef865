using Attune.Lab.Analysis;

namespace Attune.Lab.Benchmarks;

/// <summary>What came of one benchmark.</summary>
public sealed record BenchmarkResult
{
    /// <summary>The suite.</summary>
    public required string Suite { get; init; }

    /// <summary>The benchmark.</summary>
    public required string Name { get; init; }

    /// <summary>What it measures.</summary>
    public string Description { get; init; } = "";

    /// <summary>How it ended.</summary>
    public required BenchmarkOutcome Outcome { get; init; }

    /// <summary>Why it did not succeed; null if it did.</summary>
    public string? Error { get; init; }

    /// <summary>Unit of its figures.</summary>
    public required string Unit { get; init; }

    /// <summary>Which way they improve.</summary>
    public required Better Better { get; init; }

    /// <summary>When its set-up began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>From the set-up to the end of the tear-down.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Every iteration, in order.</summary>
    public IReadOnlyList<IterationSample> Samples { get; init; } = [];

    /// <summary>The measured figures without the outliers that the options leave out; null without any.</summary>
    public SampleSummary? Summary { get; init; }

    /// <summary>The peer's figures; null if there is none or it could not run.</summary>
    public SampleSummary? PeerSummary { get; init; }

    /// <summary>The peer's name; null without one.</summary>
    public string? PeerName { get; init; }

    /// <summary>Why the peer did not run; null if it did or there is none.</summary>
    public string? PeerUnavailable { get; init; }

    /// <summary>The peer's figure from elsewhere, where it did not run.</summary>
    public double? PeerPublishedValue { get; init; }

    /// <summary>The value to reach; null without one.</summary>
    public BenchmarkTarget? Target { get; init; }

    /// <summary>What was reported of quality.</summary>
    public IReadOnlyDictionary<string, double> Quality { get; init; } = new Dictionary<string, double>();

    /// <summary>What was noted.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    /// <summary>What the person asked for.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The figure: the median of the measured iterations; null without any.</summary>
    public double? Value => Summary?.Median;

    /// <summary>The peer's figure: the median in this run, else the published one.</summary>
    public double? PeerValue => PeerSummary?.Median ?? PeerPublishedValue;

    /// <summary>How many times better ours is than the peer's: 2 is half the time, or twice the rate. Null without either.</summary>
    public double? Ratio => Value is { } ours && PeerValue is { } peers
        ? Better == Better.Higher ? Divide(ours, peers) : Divide(peers, ours)
        : null;

    /// <summary>Whether it succeeded and reached its target, if it has one.</summary>
    public bool Passed => Outcome == BenchmarkOutcome.Succeeded && (Target is not { } target || (Value is { } value && target.IsMet(value, Better)));

    private static double? Divide(double numerator, double denominator) => denominator == 0 ? null : numerator / denominator;
}
