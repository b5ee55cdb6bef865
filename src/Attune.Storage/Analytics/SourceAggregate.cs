namespace Attune.Storage;

/// <summary>What one source address of the ledger sent in a time range.</summary>
/// <param name="Source">The address.</param>
/// <param name="Flows">Number of flows.</param>
/// <param name="Bytes">Sum of their bytes.</param>
/// <param name="MeanBytes">Mean bytes of a flow.</param>
/// <param name="LastSeen">Time of the latest flow, UTC.</param>
public sealed record SourceAggregate(string Source, long Flows, long Bytes, double MeanBytes, DateTime LastSeen);
