namespace Attune.Streaming.Kafka.Topics;

/// <summary>Settings of a topic for one aim. What each gives up: <see cref="KafkaTopicProfiles.Settings"/>.</summary>
public enum KafkaTopicProfile
{
    /// <summary>The default: two replicas in sync before a record counts, a week of records. Gives up disk, and writing while only one replica is up.</summary>
    Durability,

    /// <summary>
    /// A day of records, one replica is enough. <b>Acknowledged records are lost</b> when that replica fails, and a replica that lags may become
    /// leader and <b>drop what it had not got</b>.
    /// </summary>
    Throughput,

    /// <summary>Only the newest record of each key is kept, for ever; two replicas in sync. For tables and for the commits of transactional sinks.</summary>
    Compacted,
}
