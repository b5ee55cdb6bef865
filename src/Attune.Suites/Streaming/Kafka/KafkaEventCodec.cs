using System.Text.Json;
using System.Text.Unicode;
using Attune.Streaming.Kafka;

namespace Attune.Suites.Streaming.Kafka;

/// <summary>Events as JSON of a fixed length, filled up with text that does not compress better than real text would.</summary>
internal sealed class KafkaEventCodec : IKafkaEncoder<KafkaEvent>, IKafkaDecoder<KafkaEvent>
{
    private const int Prime = 7919;

    private readonly int _size;
    private readonly long _start;
    private readonly byte[] _filling = new byte[1 << 20];

    /// <summary>Makes events of <paramref name="size"/> bytes; number n happens n milliseconds / 100 after <paramref name="start"/> (UTC).</summary>
    public KafkaEventCodec(int size, DateTime start)
    {
        (_size, _start) = (size, start.Ticks);
        new Random(7).GetItems("abcdefghijklmnopqrstuvwxyz0123456789"u8, _filling);
    }

    public void Encode(KafkaEvent item, KafkaRecordWriter record)
    {
        var value = record.Value.GetSpan(_size + 128);
        Utf8.TryWrite(value, $"{{\"n\":{item.Number},\"key\":{item.Key},\"amount\":{item.Amount},\"due\":{item.Due},\"text\":\"", out var written);
        var fill = Math.Max(0, _size - written - 2);
        var from = (int)((long)item.Number * Prime % (_filling.Length - _size));
        _filling.AsSpan(from, fill).CopyTo(value[written..]);
        "\"}"u8.CopyTo(value[(written + fill)..]);
        record.Value.Advance(written + fill + 2);
        Utf8.TryWrite(record.Key.GetSpan(16), $"{item.Key}", out var key);
        record.Key.Advance(key);
        record.Timestamp = _start + (item.Number * (TimeSpan.TicksPerMillisecond / 100));
    }

    public KafkaDecodeFailure? Decode(in KafkaRecord record, out KafkaEvent item)
    {
        item = default;
        var (number, key, amount, due) = (-1, -1, double.NaN, 0L);
        try
        {
            var reader = new Utf8JsonReader(record.Value);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("n"u8))
                {
                    reader.Read();
                    number = reader.GetInt32();
                }
                else if (reader.ValueTextEquals("key"u8))
                {
                    reader.Read();
                    key = reader.GetInt32();
                }
                else if (reader.ValueTextEquals("amount"u8))
                {
                    reader.Read();
                    amount = reader.GetDouble();
                }
                else if (reader.ValueTextEquals("due"u8))
                {
                    reader.Read();
                    due = reader.GetInt64();
                }
                else
                {
                    reader.Read();
                }
            }
        }
        catch (JsonException error)
        {
            return new KafkaDecodeFailure(KafkaDeadLetterReasons.BadJson, error.Message);
        }

        if (number < 0 || key < 0 || double.IsNaN(amount))
        {
            return new KafkaDecodeFailure(KafkaDeadLetterReasons.BadJson, "A member is missing.");
        }

        item = new KafkaEvent(number, key, amount, due);
        return null;
    }
}
