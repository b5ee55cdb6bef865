using System.Reflection;
using System.Text.Json;

namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>Classes and records: their public members as JSON, after its length in bytes.</summary>
internal sealed class JsonStateSerializer<T> : IStateSerializer<T>
{
    private static readonly PropertyInfo? Comparer = typeof(T).GetProperty("Comparer");

    public void Write(StateWriter writer, in T value)
    {
        UsualEquality.Check(value is null ? null : Comparer?.GetValue(value), typeof(T));
        try
        {
            writer.WriteBytes(JsonSerializer.SerializeToUtf8Bytes(value, StateJson.Options));
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new CheckpointException($"A {typeof(T)} cannot be written: {error.Message}", error);
        }
    }

    public T Read(StateReader reader)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(reader.ReadBytes().Span, StateJson.Options)!;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new CheckpointException($"The state of a {typeof(T)} cannot be read: {error.Message}", error);
        }
    }
}
