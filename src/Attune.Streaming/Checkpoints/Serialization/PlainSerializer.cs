using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>Values without references: their bytes; the gaps between fields, which may hold anything, are zeroed.</summary>
internal sealed class PlainSerializer<T> : IStateSerializer<T>
    where T : unmanaged
{
    private readonly (int Start, int Length)[] _gaps = FieldBytes.GapsOf<T>();

    public void Write(StateWriter writer, in T value)
    {
        if (_gaps.Length == 0)
        {
            writer.Write(in value);
            return;
        }

        var bytes = writer.Append(Unsafe.SizeOf<T>());
        MemoryMarshal.Write(bytes, in value);
        foreach (var (start, length) in _gaps)
        {
            bytes.Slice(start, length).Clear();
        }
    }

    public T Read(StateReader reader) => reader.Read<T>();
}
