namespace Attune.Streaming.Kafka.Sinks;

/// <summary>Encodes results and hands them to a producer. One thread at a time.</summary>
internal sealed class RecordWriter<T>(RecordProducer producer, string topic, IKafkaEncoder<T> encoder)
{
    private readonly KafkaRecordWriter _record = new();

    public RecordProducer Producer => producer;

    public async ValueTask WriteAsync(ReadOnlyMemory<T> items, CancellationToken cancellationToken)
    {
        var written = 0;
        while (written < items.Length)
        {
            await producer.MakeRoomAsync(cancellationToken);
            var now = WriteSome(items.Span[written..]);
            written += now;
            if (now == 0)
            {
                await producer.AfterSomeAsync(cancellationToken);
            }
        }
    }

    /// <summary>Writes until something is full, and says how many.</summary>
    private int WriteSome(ReadOnlySpan<T> items)
    {
        var room = producer.Room;
        for (var index = 0; index < items.Length; index++)
        {
            if (index == room)
            {
                return index;
            }

            _record.Clear();
            encoder.Encode(items[index], _record);
            if (!producer.TrySend(topic, _record.Message()))
            {
                return index;
            }
        }

        return items.Length;
    }
}
