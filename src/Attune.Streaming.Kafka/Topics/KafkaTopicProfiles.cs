using Attune.Streaming.Kafka.Profiles;

namespace Attune.Streaming.Kafka.Topics;

/// <summary>The settings behind each <see cref="KafkaTopicProfile"/>.</summary>
public static class KafkaTopicProfiles
{
    private static readonly KafkaSetting[] Throughput =
    [
        new("cleanup.policy", "delete", "Old records are removed by age."),
        new("retention.ms", "86400000", "One day: whoever is away longer has lost records."),
        new("segment.ms", "3600000", "Segments of an hour, so that disk is freed hourly. Costs files."),
        new("compression.type", "lz4", "Stored as lz4, as the producers' profile sends it."),
        new("min.insync.replicas", "1", "One replica is enough for acks=all: its loss loses acknowledged records."),
        new("unclean.leader.election.enable", "true", "A replica that lags may lead, so that writing goes on; what it had not got is lost."),
    ];

    private static readonly KafkaSetting[] Durability =
    [
        new("cleanup.policy", "delete", "Old records are removed by age."),
        new("retention.ms", "604800000", "Seven days. Costs disk."),
        new("segment.ms", "86400000", "Segments of a day."),
        new("compression.type", "gzip", "Stored smaller; brokers compress again what came as lz4. Costs their processors."),
        new("min.insync.replicas", "2", "acks=all needs two replicas in sync: writing stops when only one is up."),
        new("unclean.leader.election.enable", "false", "Only a replica in sync may lead: the partition is away until one is back."),
    ];

    private static readonly KafkaSetting[] Compacted =
    [
        new("cleanup.policy", "compact", "The newest record of each key stays. What was before it is removed some time."),
        new("compression.type", "producer", "Stored as it was sent."),
        new("min.insync.replicas", "2", "acks=all needs two replicas in sync: writing stops when only one is up."),
        new("unclean.leader.election.enable", "false", "Only a replica in sync may lead: the partition is away until one is back."),
    ];

    /// <summary>The profile's settings, each with what it gives up.</summary>
    public static IReadOnlyList<KafkaSetting> Settings(KafkaTopicProfile profile) => profile switch
    {
        KafkaTopicProfile.Durability => Durability,
        KafkaTopicProfile.Throughput => Throughput,
        KafkaTopicProfile.Compacted => Compacted,
        _ => throw new ArgumentOutOfRangeException(nameof(profile)),
    };
}
