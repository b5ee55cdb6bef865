using Attune.Streaming.Kafka;
using Attune.Streaming.Kafka.Topics;
using Attune.Streaming.Sources;

namespace Attune.Cli.Streams;

/// <summary>Finds out early, and without creating anything, whether a cluster answers and has a topic.</summary>
internal static class TopicCheck
{
    /// <exception cref="SourceException">There is no such topic.</exception>
    /// <exception cref="Confluent.Kafka.KafkaException">The cluster does not answer.</exception>
    public static async Task RequireAsync(KafkaOptions kafka, string topic, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(topic))
        {
            throw new UserErrorException("TOPIC is empty; it takes the name of a topic.");
        }

        using var topics = new KafkaTopics(kafka, KafkaConnection.Patience);
        if (await topics.PartitionsAsync(topic, cancellationToken) is null)
        {
            throw new SourceException($"There is no topic '{topic}' at {kafka.BootstrapServers}; create it with 'attune stream topics create {topic} --partitions N'.");
        }
    }
}
