using Attune.Streaming.Declarative.Connectors;

namespace Attune.Streaming.Kafka.Declarative;

/// <summary>Lets descriptions of pipelines name Kafka topics: <c>source: { kafka: { topic: … } }</c>.</summary>
public static class KafkaConnectors
{
    /// <summary>The same kinds of sources and sinks, and Kafka.</summary>
    public static ConnectorSet WithKafka(this ConnectorSet connectors)
    {
        ArgumentNullException.ThrowIfNull(connectors);
        return connectors.With(new KafkaSourceConnector()).With(new KafkaSinkConnector());
    }
}
