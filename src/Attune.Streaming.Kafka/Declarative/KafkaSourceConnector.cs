using Attune.Streaming.Declarative;
using Attune.Streaming.Declarative.Connectors;

namespace Attune.Streaming.Kafka.Declarative;

/// <summary><c>source: { kafka: { topic: flows, group: report, brokers: "kafka:9092" } }</c>: values are JSON objects.</summary>
internal sealed class KafkaSourceConnector : SourceConnector
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    public override string Name => "kafka";

    public override SourceDefinition? Read(PipelineNode source)
    {
        if (source.Mapping(Name) is not { } node)
        {
            return null;
        }

        var options = new KafkaSourceOptions
        {
            Topic = KafkaNode.Topic(node),
            Group = node.Text("group") ?? "",
            Start = node.Choice("start", ("earliest", KafkaStart.Earliest), ("latest", KafkaStart.Latest)) ?? KafkaStart.Earliest,
            StopAtEnd = node.Flag("stop_at_end") ?? false,
            MaxValueBytes = (int)(node.Whole("max_value_bytes", 1, 4 << 20) ?? 1 << 20),
            OpenTimeout = node.Duration("open_timeout", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)) ?? DefaultTimeout,
        };
        var kafka = KafkaNode.Options(node);
        node.End();
        return new KafkaSourceDefinition(kafka, options);
    }
}
