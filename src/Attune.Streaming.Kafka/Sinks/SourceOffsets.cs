using Attune.Streaming.Kafka.Connections;
using Attune.Streaming.Kafka.Records;
using Attune.Streaming.Sources;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Sinks;

/// <summary>The group of a Kafka source, for offsets that are committed inside a transaction.</summary>
internal sealed class SourceOffsets(KafkaOptions kafka, string group) : IDisposable
{
    // It never reads. Only a consumer can tell the metadata of a group.
    private readonly IConsumer<Ignore, Ignore> _consumer =
        new ConsumerBuilder<Ignore, Ignore>(ClientSettings.Consumer(kafka, group)).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

    /// <summary>The group without a member: the transactional id already shuts out an earlier writer.</summary>
    public IConsumerGroupMetadata Group => _consumer.ConsumerGroupMetadata;

    /// <summary>The offsets in a source's position; none when it is not one in a Kafka topic.</summary>
    public static IReadOnlyList<TopicPartitionOffset> Read(ReadOnlyMemory<byte> position)
    {
        try
        {
            var read = KafkaPosition.Of(position);
            return [.. read.Offsets.Select(pair => new TopicPartitionOffset(read.Topic, pair.Key, pair.Value))];
        }
        catch (SourceException)
        {
            return [];
        }
    }

    public void Dispose() => _consumer.Dispose();
}
