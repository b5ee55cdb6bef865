using Attune.Streaming.Declarative;
using Attune.Streaming.Declarative.Connectors;
using Attune.Streaming.Kafka.Declarative;

namespace Attune.Cli.Streams;

/// <summary>Reads the files of <c>attune stream</c>: all connectors are known.</summary>
internal static class StreamFile
{
    private static readonly ConnectorSet Connectors = ConnectorSet.Default.WithKafka();

    public static PipelineDefinition Load(string path) => PipelineDefinition.Load(path, Connectors);
}
