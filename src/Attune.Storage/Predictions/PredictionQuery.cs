namespace Attune.Storage;

/// <summary>Which predictions to read, latest first. Null means no restriction.</summary>
public sealed record PredictionQuery
{
    /// <summary>Largest <see cref="Limit"/>.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Only those of this user.</summary>
    public string? UserId { get; init; }

    /// <summary>Only those with this emotion.</summary>
    public string? Emotion { get; init; }

    /// <summary>Only those of this model.</summary>
    public string? Model { get; init; }

    /// <summary>Only those that are at least so sure, 0 to 1. Above 0.8 an index helps.</summary>
    public double? MinimumConfidence { get; init; }

    /// <summary>Only those at or after this instant, UTC.</summary>
    public DateTime? From { get; init; }

    /// <summary>Only those before this instant, UTC.</summary>
    public DateTime? To { get; init; }

    /// <summary>The cursor that the previous page ended with.</summary>
    public string? After { get; init; }

    /// <summary>Rows per page, 1 to <see cref="MaxLimit"/>. Default 100.</summary>
    public int Limit { get; init; } = 100;
}
