namespace Attune.Streaming.Kafka.Records;

internal sealed class FunctionDecoder<T>(KafkaDecode<T> decode) : IKafkaDecoder<T>
{
    public KafkaDecodeFailure? Decode(in KafkaRecord record, out T item)
    {
        item = decode(record); // the source turns an exception into a dead letter
        return null;
    }
}
