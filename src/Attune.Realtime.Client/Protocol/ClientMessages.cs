using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Attune.Realtime.Client.Protocol;

/// <summary>Writes the messages of the client.</summary>
internal static class ClientMessages
{
    /// <summary>What a number and the punctuation beside a name take at most.</summary>
    private const int PositionOverhead = 24;

    /// <summary>What is sent goes to a server and not into a page: only what JSON itself asks for is escaped.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Bytes of a text as JSON, without quotes.</summary>
    public static int EncodedLength(string text) => JsonEncodedText.Encode(text, Options.Encoder).EncodedUtf8Bytes.Length;

    public static ReadOnlyMemory<byte> Authenticate(long id, string? key, string? token) => Write("auth", id, writer =>
    {
        if (key is not null)
        {
            writer.WriteString("key", key);
        }
        else
        {
            writer.WriteString("token", token);
        }
    });

    public static ReadOnlyMemory<byte> Unsubscribe(long id, string channel) => Write("unsubscribe", id, writer => writer.WriteString("channel", channel));

    public static ReadOnlyMemory<byte> Ping(long id) => Write("ping", id, _ => { });

    /// <summary>Asks for a channel or pattern.</summary>
    /// <param name="id">The request.</param>
    /// <param name="channel">Its name.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="epoch">The epoch of the positions.</param>
    /// <param name="positions">Where to go on, the most recent channels first.</param>
    /// <param name="maxBytes">Length that the message may have; positions that do not fit are left out.</param>
    /// <param name="resumed">How many of the positions are in the message.</param>
    public static ReadOnlyMemory<byte> Subscribe(
        long id, string channel, SubscriptionOptions options, string? epoch, IReadOnlyList<KeyValuePair<string, long>> positions, int maxBytes, out int resumed)
    {
        var written = 0;
        var message = Write("subscribe", id, writer =>
        {
            writer.WriteStartArray("channels");
            writer.WriteStringValue(channel);
            writer.WriteEndArray();
            if (options.Filter is { } filter)
            {
                writer.WriteString("filter", filter);
            }

            if (options.MaxRate is { } rate)
            {
                writer.WriteNumber("maxRate", rate);
            }

            if (options.Snapshot)
            {
                writer.WriteBoolean("snapshot", true);
            }

            if (epoch is null || positions.Count == 0)
            {
                return;
            }

            writer.WriteStartObject("resume");
            writer.WriteString("epoch", epoch);
            writer.WriteStartObject("sequences");
            foreach (var (name, sequence) in positions)
            {
                if (writer.BytesCommitted + writer.BytesPending + name.Length + (2 * PositionOverhead) > maxBytes)
                {
                    break;
                }

                writer.WriteNumber(name, sequence);
                written++;
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        resumed = written;
        return message;
    }

    private static ReadOnlyMemory<byte> Write(string type, long id, Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WriteNumber("id", id);
            fields(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
