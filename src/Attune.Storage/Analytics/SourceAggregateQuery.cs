namespace Attune.Storage;

/// <summary>Which source addresses to read, and in which order. Null means no restriction.</summary>
public sealed record SourceAggregateQuery
{
    /// <summary>Largest <see cref="Limit"/>.</summary>
    public const int MaxLimit = 10_000;

    /// <summary>Only flows of this stream.</summary>
    public string? Stream { get; init; }

    /// <summary>Only flows at or after this instant, UTC.</summary>
    public DateTime? From { get; init; }

    /// <summary>Only flows before this instant, UTC.</summary>
    public DateTime? To { get; init; }

    /// <summary>Only sources with at least so many flows, 1 or more. Default 1.</summary>
    public long MinimumFlows { get; init; } = 1;

    /// <summary>What to sort by: <c>source, flows, bytes, mean_bytes</c> or <c>last_seen</c>. Default <c>flows</c>. Equal ones follow the address.</summary>
    public string SortBy { get; init; } = "flows";

    /// <summary>Largest first. Default true.</summary>
    public bool Descending { get; init; } = true;

    /// <summary>Most sources to return, 1 to <see cref="MaxLimit"/>. Default 100.</summary>
    public int Limit { get; init; } = 100;
}
