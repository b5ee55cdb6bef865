using System.Buffers;
using Attune.Streaming.Kafka.Sinks;
using Attune.Streaming.Kafka.Sources;
using Attune.Streaming.Pipelines.Sources;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka;

/// <summary>What an <see cref="IKafkaEncoder{T}"/> fills: a key (records of one key keep their order), a value, a time, headers.</summary>
public sealed class KafkaRecordWriter
{
    private readonly ArrayBufferWriter<byte> _key = new();
    private readonly ArrayBufferWriter<byte> _value = new();
    private readonly Message<RecordBytes, RecordBytes> _message = new();

    /// <summary>Takes the key. Nothing written means no key: the record goes to any partition.</summary>
    public IBufferWriter<byte> Key => _key;

    /// <summary>Takes the value.</summary>
    public IBufferWriter<byte> Value => _value;

    /// <summary>True for a record without a value, which deletes its key in a compacted topic.</summary>
    public bool IsDeletion { get; set; }

    /// <summary>The record's time, UTC ticks; <see cref="SourceBuffer{T}.NoTimestamp"/> for the time of sending.</summary>
    public long Timestamp { get; set; } = SourceBuffer<int>.NoTimestamp;

    /// <summary>Headers; null for none.</summary>
    public Headers? Headers { get; set; }

    internal Message<RecordBytes, RecordBytes> Message()
    {
        _message.Key = _key.WrittenCount > 0 ? RecordBytes.Of(_key.WrittenMemory) : default;
        _message.Value = IsDeletion ? default : RecordBytes.Of(_value.WrittenMemory);
        _message.Timestamp = KafkaTime.Of(Timestamp);
        _message.Headers = Headers;
        return _message;
    }

    internal void Clear()
    {
        _key.ResetWrittenCount();
        _value.ResetWrittenCount();
        (IsDeletion, Timestamp, Headers) = (false, SourceBuffer<int>.NoTimestamp, null);
    }
}
