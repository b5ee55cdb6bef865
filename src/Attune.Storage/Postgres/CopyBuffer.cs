using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Attune.Events;
using Attune.Storage.Writing;

namespace Attune.Storage.Postgres;

/// <summary>Rows in the format of <c>COPY … (FORMAT binary)</c>: a header; for each row the number of fields as int16, then each field as its length in bytes
/// (int32, -1 for null) and its value, everything big-endian; at the end an int16 of -1.</summary>
/// <remarks>
/// Numbers fit columns of type <c>bigint</c> and <c>double precision</c>, truth values <c>boolean</c>, ids <c>bytea</c>. Full chunks go to the stream, so the
/// memory does not grow with the number of rows. Encoding takes about 2 % of the time of a COPY. One thread.
/// </remarks>
internal sealed class CopyBuffer : IRowWriter, IDisposable
{
    private const int ChunkBytes = 256 << 10;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(2 * ChunkBytes);
    private Stream _target = Stream.Null;
    private int _length;

    private static ReadOnlySpan<byte> Header => [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Begins to write to a stream.</summary>
    public void Begin(Stream target)
    {
        (_target, _length) = (target, 0);
        Header.CopyTo(Reserve(Header.Length));
        _length = Header.Length;
    }

    /// <summary>Begins a row of so many fields.</summary>
    public void BeginRow(int fields)
    {
        if (_length >= ChunkBytes)
        {
            Flush();
        }

        BinaryPrimitives.WriteInt16BigEndian(Reserve(sizeof(short)), (short)fields);
        _length += sizeof(short);
    }

    /// <summary>Ends the data and sends what is left.</summary>
    public void End()
    {
        BeginRow(-1);
        Flush();
        _target = Stream.Null;
        if (_buffer.Length > 16 * ChunkBytes)
        {
            // One huge text is no reason to keep its memory.
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(2 * ChunkBytes);
        }
    }

    public void Write(long value) => BinaryPrimitives.WriteInt64BigEndian(Field(sizeof(long)), value);

    public void Write(double value) => BinaryPrimitives.WriteDoubleBigEndian(Field(sizeof(double)), value);

    public void Write(bool value) => Field(1)[0] = value ? (byte)1 : (byte)0;

    public void Write(DateTime value) => Write(UnixTime.FromDateTime(value));

    public void Write(EventId value) => value.WriteTo(Field(EventId.Size));

    /// <summary>A value for a column of type <c>integer</c>.</summary>
    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(Field(sizeof(int)), value);

    public void Write(string? value)
    {
        var span = Reserve(sizeof(int) + (value is null ? 0 : Encoding.UTF8.GetMaxByteCount(value.Length)));
        var size = value is null ? -1 : Encoding.UTF8.GetBytes(value, span[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(span, size);
        _length += sizeof(int) + Math.Max(0, size);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private Span<byte> Field(int size)
    {
        var span = Reserve(sizeof(int) + size);
        BinaryPrimitives.WriteInt32BigEndian(span, size);
        _length += sizeof(int) + size;
        return span.Slice(sizeof(int), size);
    }

    private Span<byte> Reserve(int size)
    {
        if (_buffer.Length - _length < size)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + size, _buffer.Length * 2));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsSpan(_length);
    }

    private void Flush()
    {
        _target.Write(_buffer, 0, _length);
        _length = 0;
    }
}
