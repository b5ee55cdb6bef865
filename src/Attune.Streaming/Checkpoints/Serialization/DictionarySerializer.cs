namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>Dictionaries with the usual equality, in the order in which they give their pairs.</summary>
internal sealed class DictionarySerializer<TKey, TValue> : IStateSerializer<Dictionary<TKey, TValue>?>
    where TKey : notnull
{
    private readonly IStateSerializer<TKey> _key = StateSerializer.For<TKey>();
    private readonly IStateSerializer<TValue> _value = StateSerializer.For<TValue>();

    public void Write(StateWriter writer, in Dictionary<TKey, TValue>? value)
    {
        UsualEquality.Check(value?.Comparer, typeof(Dictionary<TKey, TValue>));
        writer.Write(value?.Count ?? -1);
        foreach (var (key, element) in value ?? [])
        {
            _key.Write(writer, in key);
            _value.Write(writer, in element);
        }
    }

    public Dictionary<TKey, TValue>? Read(StateReader reader)
    {
        var count = reader.ReadCount();
        if (count < 0)
        {
            return null;
        }

        var dictionary = new Dictionary<TKey, TValue>(Math.Min(count, Elements.FirstCapacity));
        for (var i = 0; i < count; i++)
        {
            var key = _key.Read(reader);
            if (key is null || !dictionary.TryAdd(key, _value.Read(reader)))
            {
                throw new CheckpointException("A dictionary in the state has the same key twice, or none.");
            }
        }

        return dictionary;
    }
}
