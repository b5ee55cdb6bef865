using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>Arrays of values without references: the number, then all bytes at once.</summary>
internal sealed class PlainArraySerializer<T> : IStateSerializer<T[]?>
    where T : unmanaged
{
    private readonly bool _hasGaps = FieldBytes.GapsOf<T>().Length > 0;
    private readonly IStateSerializer<T> _element = StateSerializer.For<T>();

    public void Write(StateWriter writer, in T[]? value)
    {
        writer.Write(value?.Length ?? -1);
        if (!_hasGaps)
        {
            var bytes = MemoryMarshal.AsBytes(value.AsSpan());
            bytes.CopyTo(writer.Append(bytes.Length));
            return;
        }

        foreach (ref readonly var element in value.AsSpan())
        {
            _element.Write(writer, in element);
        }
    }

    public T[]? Read(StateReader reader)
    {
        var count = reader.ReadCount();
        return count < 0 ? null : MemoryMarshal.Cast<byte, T>(reader.Take((long)count * Unsafe.SizeOf<T>()).Span).ToArray();
    }
}
