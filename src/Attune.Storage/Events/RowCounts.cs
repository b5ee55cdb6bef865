namespace Attune.Storage;

/// <summary>How many rows the store holds.</summary>
/// <param name="Flows">Flows in the ledger.</param>
/// <param name="Texts">Text events.</param>
/// <param name="Windows">Closed windows.</param>
/// <param name="WindowAggregates">Per-source and per-protocol rows of the closed windows.</param>
/// <param name="DeadLetters">Dead letters.</param>
public sealed record RowCounts(long Flows, long Texts, long Windows, long WindowAggregates, long DeadLetters)
{
    /// <summary>Rows of all kinds.</summary>
    public long Total => Flows + Texts + Windows + WindowAggregates + DeadLetters;
}
