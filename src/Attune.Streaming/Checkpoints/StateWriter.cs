using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune.Streaming.Checkpoints;

/// <summary>Writes state for a checkpoint: little-endian, without type names, at most 2 GB. Not thread-safe.</summary>
public sealed class StateWriter
{
    private const int FirstCapacity = 256;

    /// <summary>From here on the buffer grows by a quarter instead of doubling: a large state must not need three times its size while it is copied.</summary>
    private const int SlowGrowth = 32 << 20;

    private byte[] _bytes;
    private int _count;

    /// <summary>Makes an empty writer.</summary>
    /// <param name="capacity">Bytes that are expected, for example the size of the last state; 0 when nothing is known.</param>
    public StateWriter(int capacity = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _bytes = capacity == 0 ? [] : GC.AllocateUninitializedArray<byte>(capacity);
    }

    /// <summary>Everything written so far.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    /// <summary>Writes a value that holds no references, in the byte order of its fields.</summary>
    /// <exception cref="CheckpointException">The state grows over 2 GB.</exception>
    public void Write<T>(in T value)
        where T : unmanaged => MemoryMarshal.Write(Append(Unsafe.SizeOf<T>()), in value);

    /// <summary>Writes the length, then the bytes.</summary>
    /// <exception cref="CheckpointException">The state grows over 2 GB.</exception>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        Write(bytes.Length);
        bytes.CopyTo(Append(bytes.Length));
    }

    /// <summary>Writes a text, unit by unit; null stays null.</summary>
    /// <exception cref="CheckpointException">The state grows over 2 GB.</exception>
    public void WriteString(string? text)
    {
        if (text is null)
        {
            Write(-1);
            return;
        }

        // Not UTF-8: half a surrogate pair must come back as it was.
        var bytes = MemoryMarshal.AsBytes(text.AsSpan());
        Write(text.Length);
        bytes.CopyTo(Append(bytes.Length));
    }

    /// <summary>Room for <paramref name="count"/> more bytes, to be filled by the caller at once.</summary>
    internal Span<byte> Append(int count)
    {
        if (count > _bytes.Length - _count)
        {
            Grow((long)_count + count);
        }

        _count += count;
        return _bytes.AsSpan(_count - count, count);
    }

    private void Grow(long needed)
    {
        if (needed > Array.MaxLength)
        {
            throw new CheckpointException("The state of one worker is larger than 2 GB; more partitions make it smaller.");
        }

        var more = _bytes.Length < SlowGrowth ? Math.Max(_bytes.Length, FirstCapacity) : _bytes.Length / 4;
        var grown = GC.AllocateUninitializedArray<byte>((int)Math.Min(Math.Max(needed, (long)_bytes.Length + more), Array.MaxLength));
        _bytes.AsSpan(0, _count).CopyTo(grown);
        _bytes = grown;
    }
}
