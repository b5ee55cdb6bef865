using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Attune.Streaming.Kafka;

/// <summary>What a group reads.</summary>
public sealed class KafkaGroupOptions
{
    /// <summary>The topic. No default.</summary>
    [Description("The topic.")]
    public string Topic { get; set; } = "";

    /// <summary>The group: its members share the topic's partitions. No default.</summary>
    [Description("The group: its members share the topic's partitions.")]
    public string Group { get; set; } = "";

    /// <summary>
    /// Name of this member that outlives a restart (<c>group.instance.id</c>): a member that is back within <c>session.timeout.ms</c> keeps its
    /// partitions without a rebalance. Null for none.
    /// </summary>
    [Description("Name of this member that outlives a restart; none when empty.")]
    public string? Instance { get; set; }

    /// <summary>Where a partition begins that has no checkpoint yet. Default <see cref="KafkaStart.Earliest"/>.</summary>
    [Description("Where a partition begins that has no checkpoint yet: earliest or latest.")]
    public KafkaStart Start { get; set; } = KafkaStart.Earliest;

    /// <summary>Longest key, bytes; see <see cref="KafkaSourceOptions.MaxKeyBytes"/>. Default 4,096.</summary>
    [Range(0, 100_000_000)]
    [Description("Longest key, bytes; a record with a longer one is a dead letter.")]
    public int MaxKeyBytes { get; set; } = 4096;

    /// <summary>Longest value, bytes; see <see cref="KafkaSourceOptions.MaxValueBytes"/>. Default 1 MiB.</summary>
    [Range(0, 100_000_000)]
    [Description("Longest value, bytes; a record with a longer one is a dead letter.")]
    public int MaxValueBytes { get; set; } = 1 << 20;

    /// <summary>Whether the decoder sees headers. Default false.</summary>
    [Description("Whether the decoder sees headers.")]
    public bool ReadHeaders { get; set; }

    /// <summary>The options of the source of one partition.</summary>
    internal KafkaSourceOptions Source(int partition) => new()
    {
        Topic = Topic,
        Group = Group,
        Partitions = [partition],
        Start = Start,
        StartAtCommitted = true,
        CommittedNeedsCheckpoint = true,
        MaxKeyBytes = MaxKeyBytes,
        MaxValueBytes = MaxValueBytes,
        ReadHeaders = ReadHeaders,
    };
}
