namespace Attune.Storage.Writing;

/// <summary>What all rows of one insert share.</summary>
/// <param name="Stream">The stream that they belong to; empty where there is none.</param>
/// <param name="RecordedAt">When they are stored, UTC.</param>
internal readonly record struct RowContext(string Stream, DateTime RecordedAt);
