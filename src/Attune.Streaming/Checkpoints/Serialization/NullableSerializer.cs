namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>One byte that says whether there is a value, then the value.</summary>
internal sealed class NullableSerializer<T> : IStateSerializer<T?>
    where T : struct
{
    private readonly IStateSerializer<T> _value = StateSerializer.For<T>();

    public void Write(StateWriter writer, in T? value)
    {
        writer.Write(value.HasValue);
        if (value.HasValue)
        {
            _value.Write(writer, value.GetValueOrDefault());
        }
    }

    public T? Read(StateReader reader) => reader.Read<byte>() == 0 ? null : _value.Read(reader);
}
