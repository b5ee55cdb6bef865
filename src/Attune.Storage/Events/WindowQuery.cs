namespace Attune.Storage;

/// <summary>Which closed windows to read, latest first. Null means no restriction.</summary>
public sealed record WindowQuery
{
    /// <summary>Largest <see cref="Limit"/>.</summary>
    public const int MaxLimit = 500;

    /// <summary>Only windows of this stream.</summary>
    public string? Stream { get; init; }

    /// <summary>Only windows that start at or after this instant.</summary>
    public DateTime? From { get; init; }

    /// <summary>Only windows that start before this instant.</summary>
    public DateTime? To { get; init; }

    /// <summary>The cursor that the previous page ended with.</summary>
    public string? After { get; init; }

    /// <summary>Windows per page, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>Largest number of sources returned with each window, most bytes first.</summary>
    public int SourcesPerWindow { get; init; } = 10;
}
