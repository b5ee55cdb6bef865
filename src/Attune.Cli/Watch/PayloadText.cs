using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Attune.Cli.Output;
using Attune.Realtime.Client;

namespace Attune.Cli.Watch;

/// <summary>Messages as lines, safe for a terminal.</summary>
internal static class PayloadText
{
    /// <summary>As deep as the client takes messages.</summary>
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(" =\"\\{}[],\n\r\t");

    /// <summary>The items of an array one by one; anything else as one line.</summary>
    public static IEnumerable<string> Lines(ReadOnlyMemory<byte> payload)
    {
        var json = JsonElement.Parse(payload.Span, Deep);
        return json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().Select(Line) : [Line(json)];
    }

    /// <summary>A message as a JSON object on one line.</summary>
    public static string Json(string type, string channel, long sequence, DateTimeOffset time, ReadOnlyMemory<byte> payload) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteString("channel", channel);
        writer.WriteNumber("sequence", sequence);
        writer.WriteString("time", time.UtcDateTime);
        writer.WritePropertyName("data");
        JsonElement.Parse(payload.Span, Deep).WriteTo(writer);
        writer.WriteEndObject();
    });

    /// <summary>What may stand before the lines of a message: time and place.</summary>
    public static string Place(DateTimeOffset time, RealtimeEvent item, long sequence) => $"{time.UtcDateTime:HH:mm:ss.fff} {TerminalText.Escape(item.Channel)}#{sequence}";

    private static string Line(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return Value(json);
        }

        var line = new StringBuilder();
        foreach (var field in json.EnumerateObject())
        {
            line.Append(line.Length > 0 ? " " : "").Append(Plain(field.Name)).Append('=').Append(Value(field.Value));
        }

        return line.Length > 0 ? line.ToString() : "{}";
    }

    private static string Value(JsonElement json) => json.ValueKind == JsonValueKind.String ? Plain(json.GetString()!) : Write(json.WriteTo);

    /// <summary>A text without quotes where it cannot be taken for something else.</summary>
    private static string Plain(string text) => text.Length > 0 && !text.AsSpan().ContainsAny(NeedsQuotes) && text is not ("null" or "true" or "false")
        ? TerminalText.Escape(text)
        : Write(writer => writer.WriteStringValue(text));

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            write(writer);
        }

        return TerminalText.Escape(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
