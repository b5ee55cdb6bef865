using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Records;

/// <summary>
/// Keeps the bytes of the one record that is being read. As a deserializer it copies them out of librdkafka's memory into an array that is
/// used again, so that reading a record allocates no array. One thread; each consumer has one for keys and one for values.
/// </summary>
internal sealed class ByteScratch : IDeserializer<bool>
{
    private byte[] _bytes = new byte[256];
    private int _length;

    /// <summary>The bytes of the last record.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Takes the bytes; the result says whether there are any, be it none.</summary>
    public bool Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        if (data.Length > _bytes.Length)
        {
            _bytes = new byte[Math.Max(data.Length, _bytes.Length * 2)];
        }

        data.CopyTo(_bytes);
        _length = data.Length;
        return !isNull;
    }
}
