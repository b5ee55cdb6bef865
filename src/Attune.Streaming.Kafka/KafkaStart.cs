namespace Attune.Streaming.Kafka;

/// <summary>Where a source begins in a partition for which neither a checkpoint nor the group has a position.</summary>
public enum KafkaStart
{
    /// <summary>At the oldest record that is kept.</summary>
    Earliest,

    /// <summary>After the newest record.</summary>
    Latest,
}
