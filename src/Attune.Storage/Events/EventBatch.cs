using Attune.Events;

namespace Attune.Storage;

/// <summary>Events that are stored together: all of them or none.</summary>
/// <param name="Stream">The stream that they belong to.</param>
/// <param name="Flows">Flows for the ledger.</param>
/// <param name="Texts">Text events.</param>
/// <param name="DeadLetters">Input that could not be used.</param>
public sealed record EventBatch(
    string Stream, IReadOnlyList<Flow> Flows, IReadOnlyList<TextEvent> Texts, IReadOnlyList<DeadLetter> DeadLetters)
{
    /// <summary>Number of rows that the batch asks for.</summary>
    public int Count => Flows.Count + Texts.Count + DeadLetters.Count;
}
