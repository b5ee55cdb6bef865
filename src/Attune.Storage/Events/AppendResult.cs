namespace Attune.Storage;

/// <summary>What became of an <see cref="EventBatch"/>.</summary>
/// <param name="NewFlows">For each flow of the batch, true when it was added and false when it had been stored before.</param>
/// <param name="NewTexts">The same for the text events.</param>
/// <param name="NewDeadLetters">How many dead letters were added.</param>
/// <param name="Duplicates">Events of all kinds that had been stored before and were left as they are.</param>
public sealed record AppendResult(IReadOnlyList<bool> NewFlows, IReadOnlyList<bool> NewTexts, int NewDeadLetters, int Duplicates)
{
    /// <summary>How many flows were added.</summary>
    public int AddedFlows { get; init; } = NewFlows.Count(isNew => isNew);

    /// <summary>How many text events were added.</summary>
    public int AddedTexts { get; init; } = NewTexts.Count(isNew => isNew);

    /// <summary>How many events of all kinds were added.</summary>
    public int Added => AddedFlows + AddedTexts + NewDeadLetters;
}
