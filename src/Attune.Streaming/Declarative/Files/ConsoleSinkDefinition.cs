using Attune.Streaming.Declarative.Connectors;
using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Declarative.Files;

/// <summary>Standard output.</summary>
internal sealed class ConsoleSinkDefinition : SinkDefinition
{
    public override bool IsStandardOutput => true;

    public override string Describe() => "JSON lines to standard output";

    public override ISink<OutputRecord> Create(SinkContext context) => new StreamSink(Console.OpenStandardOutput());
}
