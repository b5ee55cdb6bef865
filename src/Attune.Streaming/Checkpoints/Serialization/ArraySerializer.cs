namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>Arrays, element by element.</summary>
internal sealed class ArraySerializer<T> : IStateSerializer<T[]?>
{
    private readonly IStateSerializer<T> _element = StateSerializer.For<T>();

    public void Write(StateWriter writer, in T[]? value)
    {
        writer.Write(value?.Length ?? -1);
        foreach (ref readonly var element in value.AsSpan())
        {
            _element.Write(writer, in element);
        }
    }

    public T[]? Read(StateReader reader) => Elements.Read(reader, _element)?.ToArray();
}
