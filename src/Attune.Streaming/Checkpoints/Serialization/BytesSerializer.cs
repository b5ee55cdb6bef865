namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>Bytes: their number, or -1 for null, then themselves.</summary>
internal sealed class BytesSerializer : IStateSerializer<byte[]?>
{
    public void Write(StateWriter writer, in byte[]? value)
    {
        writer.Write(value?.Length ?? -1);
        value.CopyTo(writer.Append(value?.Length ?? 0));
    }

    public byte[]? Read(StateReader reader)
    {
        var count = reader.ReadCount();
        return count < 0 ? null : reader.Take(count).ToArray();
    }
}
