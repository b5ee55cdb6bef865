using Attune.Streaming.Declarative.Connectors;

namespace Attune.Streaming.Declarative.Files;

/// <summary><c>sink: { console: {} }</c>: one JSON object a line on standard output.</summary>
internal sealed class ConsoleSinkConnector : SinkConnector
{
    public override string Name => "console";

    public override SinkDefinition? Read(PipelineNode sink)
    {
        sink.Mapping(Name)?.End();
        return new ConsoleSinkDefinition();
    }
}
