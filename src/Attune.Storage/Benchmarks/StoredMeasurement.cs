namespace Attune.Storage.Benchmarks;

/// <summary>What came of one benchmark in one run.</summary>
public sealed record StoredMeasurement
{
    /// <summary>Number of the measurement; 0 before it is stored.</summary>
    public long Id { get; init; }

    /// <summary>The suite.</summary>
    public required string Suite { get; init; }

    /// <summary>The benchmark.</summary>
    public required string Name { get; init; }

    /// <summary>What it measures.</summary>
    public string Description { get; init; } = "";

    /// <summary>How it ended, for example <c>succeeded</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why it did not succeed; null if it did.</summary>
    public string? Error { get; init; }

    /// <summary>Unit of the figures.</summary>
    public required string Unit { get; init; }

    /// <summary>Whether a smaller figure is better.</summary>
    public required bool LowerIsBetter { get; init; }

    /// <summary>The figure; null if there is none.</summary>
    public double? Value { get; init; }

    /// <summary>Standard deviation of the iterations' figures; null without any.</summary>
    public double? Deviation { get; init; }

    /// <summary>Median time of one operation, in seconds; 0 without any.</summary>
    public double ExecutionSeconds { get; init; }

    /// <summary>Most memory that the process had at the end of an iteration, in MiB; 0 without any.</summary>
    public double MemoryMb { get; init; }

    /// <summary>The value to reach; null without one.</summary>
    public double? Target { get; init; }

    /// <summary>Who set it.</summary>
    public string? TargetSource { get; init; }

    /// <summary>What it was compared with; null if nothing.</summary>
    public string? Peer { get; init; }

    /// <summary>The peer's figure.</summary>
    public double? PeerValue { get; init; }

    /// <summary>Why the peer did not run and its figure is from elsewhere; null if it ran.</summary>
    public string? PeerUnavailable { get; init; }

    /// <summary>How good the result was.</summary>
    public IReadOnlyDictionary<string, double> Quality { get; init; } = new Dictionary<string, double>();

    /// <summary>What the benchmark noted.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    /// <summary>Its parameters: only measurements with equal ones belong to one series.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>When it began, UTC.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>How long it took with set-up and tear-down, in seconds.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>Every iteration; empty where a query did not ask for them.</summary>
    public IReadOnlyList<StoredSample> Samples { get; init; } = [];
}
