using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Sinks;

/// <summary>A key or value for a producer. The memory is copied when the record is handed over and then is the caller's again; default is "none".</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct RecordBytes
{
    public static readonly ISerializer<RecordBytes> Serializer = new ExactArrays();

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly bool _present;

    private RecordBytes(ReadOnlyMemory<byte> bytes) => (_bytes, _present) = (bytes, true);

    public static RecordBytes Of(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>
    /// Confluent.Kafka wants an array of exactly the right length, and has copied it when it returns. So one array for each length is enough,
    /// and a stream of records of like lengths allocates none.
    /// </summary>
    private sealed class ExactArrays : ISerializer<RecordBytes>
    {
        private const int MaxKept = 4096;

        [ThreadStatic]
        private static byte[]?[]? _keys;

        [ThreadStatic]
        private static byte[]?[]? _values;

        public byte[] Serialize(RecordBytes data, SerializationContext context)
        {
            if (!data._present)
            {
                return null!;
            }

            var length = data._bytes.Length;
            if (length > MaxKept)
            {
                return data._bytes.ToArray();
            }

            // Key and value of one record are both in use at once.
            ref var kept = ref (context.Component == MessageComponentType.Key ? ref _keys : ref _values);
            kept ??= new byte[]?[MaxKept + 1];
            var array = kept[length] ??= new byte[length];
            data._bytes.CopyTo(array);
            return array;
        }
    }
}
