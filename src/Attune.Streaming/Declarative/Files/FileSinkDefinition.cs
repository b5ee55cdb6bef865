using Attune.Streaming.Declarative.Connectors;
using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Declarative.Files;

/// <summary>A file of results.</summary>
internal sealed class FileSinkDefinition(string path, bool append) : SinkDefinition
{
    public override string? File => path;

    public override string Describe() => $"JSON lines to {path}{(append ? ", behind what is there" : "")}";

    public override ISink<OutputRecord> Create(SinkContext context) => context is { HasCheckpoints: true, IsMain: true }
        ? new CheckpointedFileSink(path, append, context.IsFresh)
        : new LineFileSink(path, append || (context.HasCheckpoints && !context.IsFresh));
}
