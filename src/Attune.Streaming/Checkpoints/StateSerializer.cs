using Attune.Streaming.Checkpoints.Serialization;

namespace Attune.Streaming.Checkpoints;

/// <summary>Finds the serializer of a type.</summary>
/// <remarks>
/// What a type can be: a value without references (its bytes, gaps between fields zeroed), a text, bytes, tuples and pairs (member by member),
/// nullable values, lists, one-dimensional arrays, dictionaries and sets of such, and classes and records whose whole state is public (JSON of
/// System.Text.Json). No type is ever named in the data: the program's types alone decide what is made.
/// </remarks>
public static class StateSerializer
{
    /// <summary>The serializer of <typeparamref name="T"/>; always the same one for a type.</summary>
    /// <exception cref="CheckpointException">
    /// A value of the type would not come back as it was: it holds pointers, hides state, or has members whose type is not known (interfaces, abstract types, <see cref="object"/>).
    /// The message names the member; write an <see cref="IStateSerializer{T}"/> for such a type.
    /// </exception>
    public static IStateSerializer<T> For<T>() => SerializerCache<T>.Serializer.Value;
}
