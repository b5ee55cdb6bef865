using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Sources;

/// <summary>Commits offsets for a reader that is no member of the group itself.</summary>
internal interface IOffsetCommitter
{
    /// <summary>Commits; blocks until the cluster has answered.</summary>
    /// <exception cref="KafkaException">The cluster refuses or is away.</exception>
    void Commit(IReadOnlyList<TopicPartitionOffset> offsets);
}
