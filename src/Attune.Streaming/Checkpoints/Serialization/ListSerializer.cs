using System.Runtime.InteropServices;

namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>Lists, element by element.</summary>
internal sealed class ListSerializer<T> : IStateSerializer<List<T>?>
{
    private readonly IStateSerializer<T> _element = StateSerializer.For<T>();

    public void Write(StateWriter writer, in List<T>? value)
    {
        writer.Write(value?.Count ?? -1);
        foreach (ref readonly var element in CollectionsMarshal.AsSpan(value))
        {
            _element.Write(writer, in element);
        }
    }

    public List<T>? Read(StateReader reader) => Elements.Read(reader, _element);
}
