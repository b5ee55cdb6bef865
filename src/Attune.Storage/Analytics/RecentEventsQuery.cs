namespace Attune.Storage;

/// <summary>Which events to read, latest first. Null means no restriction.</summary>
public sealed record RecentEventsQuery
{
    /// <summary>Most <see cref="Types"/>.</summary>
    public const int MaxTypes = 20;

    /// <summary>Most <see cref="UserIds"/>.</summary>
    public const int MaxUsers = 100;

    /// <summary>Largest <see cref="Limit"/>.</summary>
    public const int MaxLimit = 10_000;

    /// <summary>Only events of these types, 1 to <see cref="MaxTypes"/>.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Only events of these users, at most <see cref="MaxUsers"/>; empty for those of all users and of none.</summary>
    public IReadOnlyList<string> UserIds { get; init; } = [];

    /// <summary>Only events at or after this instant, UTC.</summary>
    public DateTime? Since { get; init; }

    /// <summary>Only events before this instant, UTC.</summary>
    public DateTime? Until { get; init; }

    /// <summary>Only events of this stream.</summary>
    public string? Stream { get; init; }

    /// <summary>Most events to return, 1 to <see cref="MaxLimit"/>. Default 1,000.</summary>
    public int Limit { get; init; } = 1000;
}
