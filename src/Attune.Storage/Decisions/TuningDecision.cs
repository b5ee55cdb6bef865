namespace Attune.Storage;

/// <summary>A change of a tunable, with what came of it.</summary>
public sealed record TuningDecision
{
    /// <summary>Its number; given by the store.</summary>
    public long Id { get; init; }

    /// <summary>When the change took effect, UTC, 1970 or later; kept to the millisecond.</summary>
    public required DateTime Time { get; init; }

    /// <summary>Name of the tunable.</summary>
    public required string Tunable { get; init; }

    /// <summary>Value before.</summary>
    public required double From { get; init; }

    /// <summary>Value after.</summary>
    public required double To { get; init; }

    /// <summary>Who changed it: a controller's name, a user, <c>configuration</c>.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>Why, for a person to read.</summary>
    public required string Reason { get; init; }

    /// <summary>What came of it.</summary>
    public DecisionOutcome Outcome { get; init; }

    /// <summary>How good the outcome was, on the scale of who decided; null while pending or when not scored.</summary>
    public double? Score { get; init; }

    /// <summary>When the outcome was known, UTC; null while pending.</summary>
    public DateTime? OutcomeAt { get; init; }
}
