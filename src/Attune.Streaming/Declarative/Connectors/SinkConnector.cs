namespace Attune.Streaming.Declarative.Connectors;

/// <summary>A kind of sink that a description may name: <c>sink: { NAME: … }</c>, also for late events and dead letters.</summary>
public abstract class SinkConnector
{
    /// <summary>The key below <c>sink</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Reads the settings out of <paramref name="sink"/>, the mapping below <c>sink</c>; errors are noted there.</summary>
    /// <returns>The sink, or null when its settings are not valid.</returns>
    public abstract SinkDefinition? Read(PipelineNode sink);
}
