namespace Attune.Streaming.Checkpoints;

/// <summary>A consistent picture of a pipeline: the state of its operators after everything before the source's position, and nothing after.</summary>
/// <param name="Id">Number, 1 or more; a later checkpoint has a higher one.</param>
/// <param name="CreatedAt">When it was taken.</param>
/// <param name="SourcePosition">Where the source goes on.</param>
/// <param name="Watermark">State of the source's watermarks, opaque.</param>
/// <param name="States">State of each operator, one piece per worker, by the operator's name.</param>
public sealed record Checkpoint(
    long Id,
    DateTimeOffset CreatedAt,
    ReadOnlyMemory<byte> SourcePosition,
    ReadOnlyMemory<byte> Watermark,
    IReadOnlyDictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>> States);
