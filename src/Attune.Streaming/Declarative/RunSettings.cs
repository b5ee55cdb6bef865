using Attune.Tuning;

namespace Attune.Streaming.Declarative;

/// <summary>What is not in the description of a pipeline, but belongs to one run of it.</summary>
public sealed record RunSettings
{
    /// <summary>Whether checkpoints and results of earlier runs are forgotten. Default false.</summary>
    public bool IsFresh { get; init; }

    /// <summary>Where the pipeline's tunables are registered; null for none.</summary>
    public TunableRegistry? Tunables { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
