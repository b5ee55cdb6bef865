namespace Attune.Streaming.Declarative.Connectors;

/// <summary>What a source is for.</summary>
/// <param name="Pipeline">Name of the pipeline.</param>
/// <param name="IsFresh">Whether positions of earlier runs are to be forgotten.</param>
/// <param name="Time">The clock.</param>
public sealed record SourceContext(string Pipeline, bool IsFresh, TimeProvider Time);
