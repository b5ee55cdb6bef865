using Attune.Streaming.Kafka.Records;
using Attune.Streaming.Sources;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Sources;

/// <summary>Finds where a source begins in each of its partitions.</summary>
internal sealed class StartOffsets(IConsumer<bool, bool> consumer, KafkaSourceOptions options)
{
    /// <summary>A cursor for each partition, by partition. Blocks.</summary>
    /// <exception cref="SourceException">There is no such topic or partition, or what a checkpoint needs is gone.</exception>
    /// <exception cref="KafkaException">The cluster cannot be reached.</exception>
    public PartitionCursor[] Find(KafkaPosition? position)
    {
        var partitions = Partitions();
        var committed = position is null && options.StartAtCommitted ? Committed(partitions) : [];
        if (options.CommittedNeedsCheckpoint && committed.Count > 0)
        {
            throw new SourceException(
                $"Group '{options.Group}' has committed offset {committed.First().Value} of topic '{options.Topic}', partition {committed.First().Key}, but there is no "
                + "checkpoint for it: going on without the state would give wrong results. All members must use the same store.");
        }

        return Array.ConvertAll(partitions, partition =>
        {
            var ends = consumer.QueryWatermarkOffsets(new TopicPartition(options.Topic, partition), options.OpenTimeout);
            var next = Next(partition, position, committed, ends);
            return new PartitionCursor(partition, next, options.StopAtEnd ? ends.High.Value : long.MaxValue, ends.High.Value);
        });
    }

    private long Next(int partition, KafkaPosition? position, Dictionary<int, long> committed, WatermarkOffsets ends)
    {
        if (position is not null && position.Offsets.TryGetValue(partition, out var offset))
        {
            if (offset < ends.Low.Value || offset > ends.High.Value)
            {
                throw new SourceException(
                    $"The checkpoint goes on at offset {offset} of topic '{options.Topic}', partition {partition}, which holds {ends.Low.Value} to {ends.High.Value}: "
                    + "retention has removed records that were not read, or the topic was made anew.");
            }

            return offset;
        }

        if (committed.TryGetValue(partition, out offset))
        {
            return offset >= ends.Low.Value && offset <= ends.High.Value
                ? offset
                : throw new SourceException(
                    $"Group '{options.Group}' goes on at offset {offset} of topic '{options.Topic}', partition {partition}, which holds {ends.Low.Value} to "
                    + $"{ends.High.Value}. To begin anew, switch {nameof(KafkaSourceOptions.StartAtCommitted)} off.");
        }

        // A partition that is not in the checkpoint was added since: all of it is new.
        return options.Start == KafkaStart.Latest && position is null ? ends.High.Value : ends.Low.Value;
    }

    private int[] Partitions()
    {
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var topic = admin.GetMetadata(options.Topic, options.OpenTimeout).Topics.Find(known => known.Topic == options.Topic);
        if (topic is null || topic.Error.IsError || topic.Partitions.Count == 0)
        {
            throw new SourceException($"There is no topic '{options.Topic}'{(topic?.Error.IsError == true ? $": {topic.Error.Reason}" : "")}.");
        }

        var known = topic.Partitions.Select(partition => partition.PartitionId).Order().ToArray();
        var missing = options.Partitions.Except(known).ToArray();
        return missing.Length > 0
            ? throw new SourceException($"Topic '{options.Topic}' has no partition {string.Join(", ", missing)}.")
            : options.Partitions.Count == 0 ? known : [.. options.Partitions.Order()];
    }

    private Dictionary<int, long> Committed(int[] partitions) => consumer
        .Committed(partitions.Select(partition => new TopicPartition(options.Topic, partition)), options.OpenTimeout)
        .Where(offset => offset.Offset.Value >= 0)
        .ToDictionary(offset => offset.Partition.Value, offset => offset.Offset.Value);
}
