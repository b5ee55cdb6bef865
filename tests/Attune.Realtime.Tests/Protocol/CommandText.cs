using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Attune.Realtime.Protocol;

namespace Attune.Realtime.Tests.Protocol;

/// <summary>Writes commands as a client does; equal commands are written alike.</summary>
internal static class CommandText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(ClientCommand command)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            command.Id.WriteTo(writer);
            switch (command)
            {
                case AuthCommand auth:
                    writer.WriteString("type", "auth");
                    writer.WriteString(auth.Key is null ? "token" : "key", auth.Key ?? auth.Token);
                    break;
                case UnsubscribeCommand unsubscribe:
                    writer.WriteString("type", "unsubscribe");
                    WriteChannels(writer, unsubscribe.Channels.Select(channel => channel.Text));
                    break;
                case SubscribeCommand subscribe:
                    writer.WriteString("type", "subscribe");
                    WriteChannels(writer, subscribe.Channels.Select(channel => channel.Text));
                    WriteOptions(writer, subscribe);
                    break;
                default:
                    writer.WriteString("type", "ping");
                    break;
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteChannels(Utf8JsonWriter writer, IEnumerable<string> channels)
    {
        writer.WritePropertyName("channels");
        JsonSerializer.Serialize(writer, channels);
    }

    private static void WriteOptions(Utf8JsonWriter writer, SubscribeCommand subscribe)
    {
        if (subscribe.Filter is { } filter)
        {
            writer.WriteString("filter", filter.Text);
        }

        if (subscribe.MaxRate is { } rate)
        {
            writer.WriteNumber("maxRate", rate);
        }

        writer.WriteBoolean("snapshot", subscribe.Snapshot);
        if (subscribe.Resume is { } resume)
        {
            writer.WriteStartObject("resume");
            writer.WriteString("epoch", resume.Epoch);
            writer.WritePropertyName("sequences");
            JsonSerializer.Serialize(writer, resume.Sequences);
            writer.WriteEndObject();
        }
    }
}
