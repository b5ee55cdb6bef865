namespace Attune.Storage;

/// <summary>What one source address sent in all.</summary>
/// <param name="Source">The address.</param>
/// <param name="Flows">Number of flows.</param>
/// <param name="Bytes">Sum of their bytes.</param>
public sealed record SourceTotal(string Source, long Flows, long Bytes);
