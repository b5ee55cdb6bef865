namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>Texts, unit by unit.</summary>
internal sealed class StringSerializer : IStateSerializer<string?>
{
    public void Write(StateWriter writer, in string? value) => writer.WriteString(value);

    public string? Read(StateReader reader) => reader.ReadString();
}
