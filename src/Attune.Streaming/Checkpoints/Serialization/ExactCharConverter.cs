using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>Single UTF-16 units in JSON, as numbers: half a surrogate pair must come back as it was.</summary>
internal sealed class ExactCharConverter : JsonConverter<char>
{
    public override char Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => (char)reader.GetUInt16();

    public override void Write(Utf8JsonWriter writer, char value, JsonSerializerOptions options) => writer.WriteNumberValue((int)value);

    public override char ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ushort.TryParse(reader.GetString(), out var unit) ? (char)unit : throw new JsonException("A unit of text is expected.");

    public override void WriteAsPropertyName(Utf8JsonWriter writer, char value, JsonSerializerOptions options) => writer.WritePropertyName($"{(int)value}");
}
