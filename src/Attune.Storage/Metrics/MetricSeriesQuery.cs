namespace Attune.Storage;

/// <summary>Which samples of one series to read, oldest first. Null means no restriction.</summary>
public sealed record MetricSeriesQuery
{
    /// <summary>Name of the metric.</summary>
    public required string Name { get; init; }

    /// <summary>Tags of the series; empty for the one without.</summary>
    public string Tags { get; init; } = "";

    /// <summary>Only samples at or after this instant, UTC.</summary>
    public DateTime? From { get; init; }

    /// <summary>Only samples before this instant, UTC.</summary>
    public DateTime? To { get; init; }
}
