namespace Attune.Storage;

/// <summary>Which tuning decisions to read, latest first. Null means no restriction.</summary>
public sealed record DecisionQuery
{
    /// <summary>Largest <see cref="Limit"/>.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Only those of this tunable.</summary>
    public string? Tunable { get; init; }

    /// <summary>Only those with this outcome.</summary>
    public DecisionOutcome? Outcome { get; init; }

    /// <summary>Only those at or after this instant, UTC.</summary>
    public DateTime? From { get; init; }

    /// <summary>Only those before this instant, UTC.</summary>
    public DateTime? To { get; init; }

    /// <summary>The cursor that the previous page ended with.</summary>
    public string? After { get; init; }

    /// <summary>Rows per page, 1 to <see cref="MaxLimit"/>. Default 100.</summary>
    public int Limit { get; init; } = 100;
}
