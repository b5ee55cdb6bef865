namespace Attune.Streaming.Declarative.Connectors;

/// <summary>What a sink is for.</summary>
/// <param name="Pipeline">Name of the pipeline.</param>
/// <param name="HasCheckpoints">Whether the pipeline takes checkpoints.</param>
/// <param name="IsFresh">Whether what an earlier run wrote is to be forgotten.</param>
/// <param name="IsMain">True for the sink of results, false for those of late events and dead letters, which may be given something again after a crash.</param>
public sealed record SinkContext(string Pipeline, bool HasCheckpoints, bool IsFresh, bool IsMain);
