using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>Texts in JSON; one with half a surrogate pair, which JSON would replace without a word, as the numbers of its units.</summary>
internal sealed class ExactStringConverter : JsonConverter<string>
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("A text is expected.");
        }

        var text = new StringBuilder();
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            text.Append((char)reader.GetUInt16());
        }

        return text.ToString();
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        if (IsWellFormed(value))
        {
            writer.WriteStringValue(value);
            return;
        }

        writer.WriteStartArray();
        foreach (var unit in value)
        {
            writer.WriteNumberValue((int)unit);
        }

        writer.WriteEndArray();
    }

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(IsWellFormed(value) ? value : throw new JsonException("A key of a dictionary has half a surrogate pair."));

    private static bool IsWellFormed(string text)
    {
        try
        {
            Strict.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
