using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Attune.Streaming.Kafka.Records;

#pragma warning disable CA1001 // The writer holds nothing that would have to be let go: its output is the record's.
internal sealed class JsonEncoder<T>(JsonTypeInfo<T> type, Func<T, string?>? key) : IKafkaEncoder<T>
{
    private readonly Utf8JsonWriter _writer = new(Stream.Null);

    public void Encode(T item, KafkaRecordWriter record)
    {
        _writer.Reset(record.Value);
        JsonSerializer.Serialize(_writer, item, type);
        _writer.Flush();
        if (key?.Invoke(item) is { } text)
        {
            Encoding.UTF8.GetBytes(text, record.Key);
        }
    }
}
#pragma warning restore CA1001
