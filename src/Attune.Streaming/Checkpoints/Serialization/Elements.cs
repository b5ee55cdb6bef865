namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>Reads elements one after the other.</summary>
internal static class Elements
{
    /// <summary>Room that is made before the first element is read: the number of elements is not to be trusted.</summary>
    public const int FirstCapacity = 1024;

    public static List<T>? Read<T>(StateReader reader, IStateSerializer<T> element)
    {
        var count = reader.ReadCount();
        if (count < 0)
        {
            return null;
        }

        var list = new List<T>(Math.Min(count, FirstCapacity));
        for (var i = 0; i < count; i++)
        {
            list.Add(element.Read(reader));
        }

        return list;
    }
}
