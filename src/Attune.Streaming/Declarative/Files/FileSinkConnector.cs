using Attune.Streaming.Declarative.Connectors;

namespace Attune.Streaming.Declarative.Files;

/// <summary><c>sink: { file: results.jsonl }</c>: one JSON object a line.</summary>
internal sealed class FileSinkConnector : SinkConnector
{
    public override string Name => "file";

    public override SinkDefinition? Read(PipelineNode sink)
    {
        var path = sink.FilePath(Name);
        var append = sink.Flag("append") ?? false;
        return path is null ? null : new FileSinkDefinition(path, append);
    }
}
