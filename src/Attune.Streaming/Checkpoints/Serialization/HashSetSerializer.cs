namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>Sets with the usual equality, in the order in which they give their elements.</summary>
internal sealed class HashSetSerializer<T> : IStateSerializer<HashSet<T>?>
{
    private readonly IStateSerializer<T> _element = StateSerializer.For<T>();

    public void Write(StateWriter writer, in HashSet<T>? value)
    {
        UsualEquality.Check(value?.Comparer, typeof(HashSet<T>));
        writer.Write(value?.Count ?? -1);
        foreach (var element in value ?? [])
        {
            _element.Write(writer, in element);
        }
    }

    public HashSet<T>? Read(StateReader reader) => Elements.Read(reader, _element) is { } elements ? [.. elements] : null;
}
