using Attune.Streaming.Kafka.Connections;
using Attune.Streaming.Sources;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Groups;

/// <summary>Asks the cluster how far a group is, without being a member of it.</summary>
public static class GroupOffsets
{
    /// <summary>Committed offsets and ends, by topic and partition.</summary>
    /// <param name="kafka">The cluster.</param>
    /// <param name="group">The group.</param>
    /// <param name="topic">One topic; null for all in which the group committed something.</param>
    /// <param name="patience">Longest time for each question to the cluster.</param>
    /// <param name="cancellationToken">Gives up before the questions begin.</param>
    /// <exception cref="KafkaException">The cluster cannot be reached.</exception>
    /// <exception cref="SourceException">There is no such topic.</exception>
    public static Task<IReadOnlyList<GroupOffset>> ReadAsync(KafkaOptions kafka, string group, string? topic, TimeSpan patience, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kafka);
        ArgumentException.ThrowIfNullOrEmpty(group);
        kafka.Validate();
        return Task.Run(() => Read(kafka, group, topic, patience), cancellationToken);
    }

    private static IReadOnlyList<GroupOffset> Read(KafkaOptions kafka, string group, string? topic, TimeSpan patience)
    {
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(ClientSettings.Consumer(kafka, group)).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();

        // All topics are asked for: asking for one by name could create it.
        var topics = admin.GetMetadata(patience).Topics.Where(known => !known.Error.IsError && (topic is null || known.Topic == topic)).ToList();
        if (topic is not null && topics.Count == 0)
        {
            throw new SourceException($"There is no topic '{topic}'.");
        }

        var partitions = topics.SelectMany(known => known.Partitions.Select(partition => new TopicPartition(known.Topic, partition.PartitionId))).ToList();
        return [.. consumer.Committed(partitions, patience)
            .Where(offset => topic is not null || offset.Offset.Value >= 0)
            .Select(offset => Offset(consumer, offset, patience))
            .OrderBy(offset => offset.Topic, StringComparer.Ordinal).ThenBy(offset => offset.Partition)];
    }

    private static GroupOffset Offset(IConsumer<Ignore, Ignore> consumer, TopicPartitionOffset committed, TimeSpan patience)
    {
        var ends = consumer.QueryWatermarkOffsets(committed.TopicPartition, patience);
        return new GroupOffset(committed.Topic, committed.Partition.Value, committed.Offset.Value >= 0 ? committed.Offset.Value : null, ends.Low.Value, ends.High.Value);
    }
}
