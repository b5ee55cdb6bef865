using Attune.Streaming.Declarative.Connectors;

namespace Attune.Streaming.Declarative.Files;

/// <summary><c>source: { file: events.jsonl }</c>: one JSON object a line.</summary>
internal sealed class FileSourceConnector : SourceConnector
{
    public override string Name => "file";

    public override SourceDefinition? Read(PipelineNode source) => source.FilePath(Name) is { } path ? new FileSourceDefinition(path, null) : null;
}
