using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Attune.Streaming.Kafka.Records;

internal sealed class JsonDecoder<T>(JsonTypeInfo<T> type) : IKafkaDecoder<T>
{
    public KafkaDecodeFailure? Decode(in KafkaRecord record, out T item)
    {
        item = default!;
        if (!record.HasValue)
        {
            return new KafkaDecodeFailure(KafkaDeadLetterReasons.NoValue, "the record has no value");
        }

        try
        {
            var decoded = JsonSerializer.Deserialize(record.Value, type);
            if (decoded is null)
            {
                return new KafkaDecodeFailure(KafkaDeadLetterReasons.BadJson, "the value is null");
            }

            item = decoded;
            return null;
        }
        catch (JsonException error)
        {
            return new KafkaDecodeFailure(KafkaDeadLetterReasons.BadJson, error.Message);
        }
    }
}
