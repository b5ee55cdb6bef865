namespace Attune.Storage;

/// <summary>Which alerts to read, latest begun first. Null means no restriction.</summary>
public sealed record AlertQuery
{
    /// <summary>Largest <see cref="Limit"/>.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Only those in this state.</summary>
    public AlertState? State { get; init; }

    /// <summary>Only those of this severity.</summary>
    public AlertSeverity? Severity { get; init; }

    /// <summary>Only those of this rule.</summary>
    public string? Rule { get; init; }

    /// <summary>Only those that began at or after this instant, UTC.</summary>
    public DateTime? From { get; init; }

    /// <summary>Only those that began before this instant, UTC.</summary>
    public DateTime? To { get; init; }

    /// <summary>The cursor that the previous page ended with.</summary>
    public string? After { get; init; }

    /// <summary>Rows per page, 1 to <see cref="MaxLimit"/>. Default 100.</summary>
    public int Limit { get; init; } = 100;
}
