namespace Attune.Streaming.Kafka.Records;

internal sealed class FunctionEncoder<T>(Action<T, KafkaRecordWriter> encode) : IKafkaEncoder<T>
{
    public void Encode(T item, KafkaRecordWriter record) => encode(item, record);
}
