using System.Buffers;
using System.Text.Json;

namespace Attune.Realtime;

/// <summary>Serialises what goes to clients.</summary>
public static class RealtimeMessage
{
    /// <summary>A data message: <c>{"type":"data","channel":…,"time":…,"data":[…]}</c>.</summary>
    /// <param name="channel">The channel that it is for.</param>
    /// <param name="time">When it is sent, UTC.</param>
    /// <param name="writeItems">Writes the items of the array.</param>
    public static ReadOnlyMemory<byte> Data(string channel, DateTimeOffset time, Action<Utf8JsonWriter> writeItems)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteString("type", "data");
            json.WriteString("channel", channel);
            json.WriteString("time", time);
            json.WriteStartArray("data");
            writeItems(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
