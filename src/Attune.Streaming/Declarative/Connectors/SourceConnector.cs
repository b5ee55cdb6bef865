namespace Attune.Streaming.Declarative.Connectors;

/// <summary>A kind of source that a description may name: <c>source: { NAME: … }</c>.</summary>
public abstract class SourceConnector
{
    /// <summary>The key below <c>source</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Reads the settings out of <paramref name="source"/>, the mapping below <c>source</c>; errors are noted there.</summary>
    /// <returns>The source, or null when its settings are not valid.</returns>
    public abstract SourceDefinition? Read(PipelineNode source);
}
