namespace Attune.Storage;

/// <summary>What became of a <see cref="TuningDecision"/>.</summary>
public enum DecisionOutcome
{
    /// <summary>Not known yet.</summary>
    Pending,

    /// <summary>The new value stayed.</summary>
    Kept,

    /// <summary>The old value was put back.</summary>
    RolledBack,
}
