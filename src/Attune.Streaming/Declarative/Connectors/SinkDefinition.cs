using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Declarative.Connectors;

/// <summary>A sink as a description states it.</summary>
public abstract class SinkDefinition
{
    /// <summary>True if results become visible with checkpoints only.</summary>
    public virtual bool NeedsCheckpoints => false;

    /// <summary>Longest time between two checkpoints that the sink can wait; null if it does not matter.</summary>
    public virtual TimeSpan? LongestCheckpointInterval => null;

    /// <summary>True if results go to standard output.</summary>
    public virtual bool IsStandardOutput => false;

    /// <summary>Full path of the file that is written; null if it is none.</summary>
    public virtual string? File => null;

    /// <summary>One line for a person.</summary>
    public abstract string Describe();

    /// <summary>Makes the sink.</summary>
    /// <param name="context">What it is for.</param>
    public abstract ISink<OutputRecord> Create(SinkContext context);
}
