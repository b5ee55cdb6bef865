namespace Attune.Streaming.Pipelines.Sources;

/// <summary>Makes an event of one line of a file, without its end. What it throws makes the line a dead letter.</summary>
public delegate T LineDecoder<out T>(ReadOnlySpan<byte> line);
