namespace Attune.Streaming.Kafka.Loopback;

/// <summary>A request of the Kafka protocol, by its API key, for <see cref="LoopbackCluster.FailNext"/>.</summary>
public enum KafkaRequest
{
    /// <summary>Records are written.</summary>
    Produce = 0,

    /// <summary>Records are read.</summary>
    Fetch = 1,

    /// <summary>The first and last offset of a partition are asked for.</summary>
    ListOffsets = 2,

    /// <summary>Brokers, topics and leaders are asked for.</summary>
    Metadata = 3,

    /// <summary>A group's offsets are committed.</summary>
    OffsetCommit = 8,

    /// <summary>A group's committed offsets are read.</summary>
    OffsetFetch = 9,

    /// <summary>The coordinator of a group or a transaction is looked for.</summary>
    FindCoordinator = 10,

    /// <summary>A member joins a group.</summary>
    JoinGroup = 11,

    /// <summary>A member says that it lives.</summary>
    Heartbeat = 12,

    /// <summary>A member gets its part of the assignment.</summary>
    SyncGroup = 14,

    /// <summary>A producer gets its identity.</summary>
    InitProducerId = 22,

    /// <summary>Partitions are made part of a transaction.</summary>
    AddPartitionsToTransaction = 24,

    /// <summary>A group's offsets are made part of a transaction.</summary>
    AddOffsetsToTransaction = 25,

    /// <summary>A transaction is committed or aborted.</summary>
    EndTransaction = 26,

    /// <summary>A group's offsets are written inside a transaction.</summary>
    TransactionOffsetCommit = 28,
}
