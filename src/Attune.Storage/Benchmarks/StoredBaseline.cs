namespace Attune.Storage.Benchmarks;

/// <summary>A run that others are compared with, by name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="RunId">The run.</param>
/// <param name="SetAt">When it was named, UTC.</param>
public sealed record StoredBaseline(string Name, long RunId, DateTime SetAt);
