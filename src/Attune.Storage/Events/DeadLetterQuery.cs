namespace Attune.Storage;

/// <summary>Which dead letters to read, latest stored first. Null means no restriction.</summary>
public sealed record DeadLetterQuery
{
    /// <summary>Largest <see cref="Limit"/>.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Only those of this stream.</summary>
    public string? Stream { get; init; }

    /// <summary>Only those with this reason.</summary>
    public string? Reason { get; init; }

    /// <summary>The cursor that the previous page ended with.</summary>
    public string? After { get; init; }

    /// <summary>Rows per page, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 100;
}
