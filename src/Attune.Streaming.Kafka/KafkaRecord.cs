using Confluent.Kafka;

namespace Attune.Streaming.Kafka;

/// <summary>A record as it came from a topic. Its bytes are valid during the call only.</summary>
public readonly ref struct KafkaRecord
{
    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The partition.</summary>
    public required int Partition { get; init; }

    /// <summary>The record's number in its partition.</summary>
    public required long Offset { get; init; }

    /// <summary>True when there is a key, even an empty one.</summary>
    public bool HasKey { get; init; }

    /// <summary>The key.</summary>
    public ReadOnlySpan<byte> Key { get; init; }

    /// <summary>False for a record without a value, which deletes its key in a compacted topic.</summary>
    public bool HasValue { get; init; }

    /// <summary>The value.</summary>
    public ReadOnlySpan<byte> Value { get; init; }

    /// <summary>The record's time (its creation, or its arrival at the broker, as the topic is set), UTC ticks; <see cref="long.MinValue"/> when it has none.</summary>
    public long Timestamp { get; init; }

    /// <summary>The headers; null when the source does not read them (<see cref="KafkaSourceOptions.ReadHeaders"/>).</summary>
    public Headers? Headers { get; init; }
}
