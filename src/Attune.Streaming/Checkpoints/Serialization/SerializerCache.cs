namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>The serializer of one type, made when it is first asked for.</summary>
internal static class SerializerCache<T>
{
    public static readonly Lazy<IStateSerializer<T>> Serializer = new(SerializerChoice.Make<T>);
}
