namespace Attune.Storage;

/// <summary>What was tuned, by whom, why, and with what outcome.</summary>
public interface IDecisionStore
{
    /// <summary>Stores a decision as pending; its id, outcome, score and time of outcome are not looked at.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="ArgumentException">A value is an infinity or NaN, a text is empty, or the time is before 1970 or not UTC.</exception>
    /// <exception cref="StorageException">It was not stored.</exception>
    Task<long> RecordAsync(TuningDecision decision, CancellationToken cancellationToken = default);

    /// <summary>Says what came of a pending decision.</summary>
    /// <returns>Whether it was pending; false leaves it as it is.</returns>
    /// <exception cref="ArgumentException">The outcome is <see cref="DecisionOutcome.Pending"/>, or the score an infinity or NaN.</exception>
    /// <exception cref="StorageException">There is no such decision.</exception>
    Task<bool> SetOutcomeAsync(long id, DecisionOutcome outcome, double? score = null, CancellationToken cancellationToken = default);

    /// <summary>One page of decisions, latest first.</summary>
    /// <exception cref="ArgumentException">The limit is not allowed, or the time range ends before it begins.</exception>
    /// <exception cref="FormatException"><see cref="DecisionQuery.After"/> is no cursor of this query.</exception>
    Task<Page<TuningDecision>> GetAsync(DecisionQuery query, CancellationToken cancellationToken = default);
}
