using Attune.Streaming.Declarative;
using Attune.Streaming.Declarative.Connectors;

namespace Attune.Streaming.Kafka.Declarative;

/// <summary><c>sink: { kafka: { topic: results, brokers: "kafka:9092", transactional: true } }</c>: values are JSON, keys the key's fields.</summary>
internal sealed class KafkaSinkConnector : SinkConnector
{
    public override string Name => "kafka";

    public override SinkDefinition? Read(PipelineNode sink)
    {
        if (sink.Mapping(Name) is not { } node)
        {
            return null;
        }

        var topic = KafkaNode.Topic(node);
        var transactional = node.Flag("transactional") ?? false;
        var id = node.Text("transactional_id");
        var replicas = node.Whole("commit_topic_replicas", 1, 100);
        if (!transactional && (id is not null || replicas is not null))
        {
            node.Fail(id is not null ? "transactional_id" : "commit_topic_replicas", "goes with transactional: true");
        }

        var kafka = KafkaNode.Options(node);
        if (transactional && kafka.Profile != KafkaProfile.Durable)
        {
            node.Fail("profile", "must be durable with transactional: true");
        }

        node.End();
        return new KafkaSinkDefinition(kafka, topic, transactional, id, (int)(replicas ?? 3));
    }
}
