using Attune.Streaming.Declarative.Rows;
using Attune.Streaming.Pipelines.Sources;

namespace Attune.Streaming.Declarative.Connectors;

/// <summary>A source as a description states it.</summary>
public abstract class SourceDefinition
{
    /// <summary>True if the source itself knows the time of its events.</summary>
    public virtual bool HasTime => false;

    /// <summary>Full path of the file that is read; null if it is none.</summary>
    public virtual string? File => null;

    /// <summary>One line for a person.</summary>
    public abstract string Describe();

    /// <summary>Makes the source.</summary>
    /// <param name="format">How its input becomes rows.</param>
    /// <param name="context">What it is for.</param>
    public abstract IStreamSource<Row> Create(RowFormat format, SourceContext context);
}
