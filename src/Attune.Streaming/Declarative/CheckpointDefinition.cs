namespace Attune.Streaming.Declarative;

/// <summary>The section <c>checkpoints</c> of a description.</summary>
/// <param name="Folder">Full path of the folder.</param>
/// <param name="Interval">Time between two.</param>
public sealed record CheckpointDefinition(string Folder, TimeSpan Interval);
