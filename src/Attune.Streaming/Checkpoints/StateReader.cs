using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune.Streaming.Checkpoints;

/// <summary>Reads what a <see cref="StateWriter"/> wrote, in the same order. Not thread-safe.</summary>
public sealed class StateReader(ReadOnlyMemory<byte> bytes)
{
    private int _position;

    /// <summary>True when everything was read.</summary>
    public bool IsAtEnd => _position == bytes.Length;

    /// <summary>Bytes that are left: an upper limit for any number of elements, to be checked before room is made for them.</summary>
    public int Remaining => bytes.Length - _position;

    /// <summary>Reads a value.</summary>
    /// <exception cref="CheckpointException">There are too few bytes.</exception>
    public T Read<T>()
        where T : unmanaged => MemoryMarshal.Read<T>(Take(Unsafe.SizeOf<T>()).Span);

    /// <summary>Reads bytes that were written with their length. They stay valid as long as the input does.</summary>
    /// <exception cref="CheckpointException">There are too few bytes.</exception>
    public ReadOnlyMemory<byte> ReadBytes() => Take(Read<int>());

    /// <summary>Reads a text or null.</summary>
    /// <exception cref="CheckpointException">There are too few bytes.</exception>
    public string? ReadString()
    {
        var length = Read<int>();
        return length == -1 ? null : new string(MemoryMarshal.Cast<byte, char>(Take((long)length * sizeof(char)).Span));
    }

    /// <summary>Reads the number of elements that follow, each of at least one byte; -1 for none at all.</summary>
    internal int ReadCount()
    {
        var count = Read<int>();
        return count >= -1 && count <= Remaining
            ? count
            : throw new CheckpointException($"The state says that {count} elements follow, but {Remaining} bytes are left.");
    }

    /// <summary>The next <paramref name="count"/> bytes.</summary>
    internal ReadOnlyMemory<byte> Take(long count)
    {
        if (count < 0 || count > Remaining)
        {
            throw new CheckpointException($"The state ends at byte {bytes.Length}, but {count} bytes are to be read at {_position}.");
        }

        _position += (int)count;
        return bytes.Slice(_position - (int)count, (int)count);
    }
}
