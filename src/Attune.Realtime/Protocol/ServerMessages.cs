using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Attune.Realtime.Access;

namespace Attune.Realtime.Protocol;

/// <summary>Writes what the server says, each message once however many receive it.</summary>
internal static class ServerMessages
{
    /// <summary>What stands before the messages of a batch; commas stand between them.</summary>
    public static ReadOnlySpan<byte> BatchStart => "{\"type\":\"batch\",\"messages\":["u8;

    /// <summary>What stands behind the messages of a batch.</summary>
    public static ReadOnlySpan<byte> BatchEnd => "]}"u8;

    public static byte[] Authenticated(RequestId id, RealtimeIdentity identity) =>
        Write("authenticated"u8, (id, identity), static (writer, state) =>
        {
            state.id.WriteTo(writer);
            writer.WriteString("subject"u8, state.identity.Subject);
            if (state.identity.Expires is { } expires)
            {
                writer.WriteString("expires"u8, expires.UtcDateTime);
            }
            else
            {
                writer.WriteNull("expires"u8);
            }
        });

    /// <param name="id">The id of the command.</param>
    /// <param name="epoch">This run of the server.</param>
    /// <param name="channels">What is subscribed to, each with the channel's last sequence; null for a pattern.</param>
    public static byte[] Subscribed(RequestId id, string epoch, IReadOnlyList<(string Channel, long? Sequence)> channels) =>
        Write("subscribed"u8, (id, epoch, channels), static (writer, state) =>
        {
            state.id.WriteTo(writer);
            writer.WriteString("epoch"u8, state.epoch);
            writer.WriteStartArray("channels"u8);
            foreach (var (channel, sequence) in state.channels)
            {
                writer.WriteStartObject();
                writer.WriteString("channel"u8, channel);
                WriteNumber(writer, "sequence"u8, sequence);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });

    public static byte[] Unsubscribed(RequestId id, IReadOnlyList<string> channels) =>
        Write("unsubscribed"u8, (id, channels), static (writer, state) =>
        {
            state.id.WriteTo(writer);
            writer.WriteStartArray("channels"u8);
            foreach (var channel in state.channels)
            {
                writer.WriteStringValue(channel);
            }

            writer.WriteEndArray();
        });

    public static byte[] Pong(RequestId id, DateTimeOffset time) =>
        Write("pong"u8, (id, time), static (writer, state) =>
        {
            state.id.WriteTo(writer);
            writer.WriteString("time"u8, state.time.UtcDateTime);
        });

    public static byte[] Error(ProtocolError error) =>
        Write("error"u8, error, static (writer, error) =>
        {
            error.Id.WriteTo(writer);
            writer.WriteString("code"u8, error.Code);
            writer.WriteString("message"u8, error.Message);
        });

    /// <param name="channel">The channel's name.</param>
    /// <param name="from">First sequence that may be missing.</param>
    /// <param name="to">Last sequence that may be missing.</param>
    /// <param name="count">How many are missing between them; null when that is not known.</param>
    /// <param name="reason">One of <see cref="GapReasons"/>.</param>
    public static byte[] Gap(string channel, long from, long to, long? count, string reason) =>
        Write("gap"u8, (channel, from, to, count, reason), static (writer, state) =>
        {
            writer.WriteString("channel"u8, state.channel);
            writer.WriteNumber("from"u8, state.from);
            writer.WriteNumber("to"u8, state.to);
            WriteNumber(writer, "count"u8, state.count);
            writer.WriteString("reason"u8, state.reason);
        });

    /// <param name="channel">The channel's name.</param>
    /// <param name="sequence">The message's number in its channel.</param>
    /// <param name="time">When it was published.</param>
    /// <param name="payload">One JSON value; goes out byte for byte and is not looked at.</param>
    public static byte[] Data(string channel, long sequence, DateTimeOffset time, ReadOnlySpan<byte> payload) =>
        WritePayload("data"u8, channel, sequence, time, payload);

    /// <param name="channel">The channel's name.</param>
    /// <param name="sequence">The last message that the state holds.</param>
    /// <param name="time">When the state was taken.</param>
    /// <param name="payload">One JSON value; goes out byte for byte and is not looked at.</param>
    public static byte[] Snapshot(string channel, long sequence, DateTimeOffset time, ReadOnlySpan<byte> payload) =>
        WritePayload("snapshot"u8, channel, sequence, time, payload);

    /// <summary>Several <c>data</c> and <c>gap</c> messages in one, in their order.</summary>
    public static byte[] Batch(IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        var length = BatchStart.Length + BatchEnd.Length + Math.Max(0, messages.Count - 1);
        foreach (var message in messages)
        {
            length += message.Length;
        }

        var batch = new byte[length];
        var rest = Copy(BatchStart, batch);
        for (var i = 0; i < messages.Count; i++)
        {
            rest = i > 0 ? Copy(","u8, rest) : rest;
            rest = Copy(messages[i].Span, rest);
        }

        Copy(BatchEnd, rest);
        return batch;

        static Span<byte> Copy(ReadOnlySpan<byte> from, Span<byte> to)
        {
            from.CopyTo(to);
            return to[from.Length..];
        }
    }

    private static byte[] WritePayload(ReadOnlySpan<byte> type, string channel, long sequence, DateTimeOffset time, ReadOnlySpan<byte> payload)
    {
        var (writer, buffer) = MessageBuffer.Take();
        Begin(writer, type);
        writer.WriteString("channel"u8, channel);
        writer.WriteNumber("sequence"u8, sequence);
        writer.WriteString("time"u8, time.UtcDateTime);
        writer.WritePropertyName("data"u8);
        writer.WriteRawValue(payload, skipInputValidation: true);
        return End(writer, buffer);
    }

    private static byte[] Write<TState>(ReadOnlySpan<byte> type, TState state, Action<Utf8JsonWriter, TState> content)
    {
        var (writer, buffer) = MessageBuffer.Take();
        Begin(writer, type);
        content(writer, state);
        return End(writer, buffer);
    }

    private static void Begin(Utf8JsonWriter writer, ReadOnlySpan<byte> type)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
    }

    private static byte[] End(Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer)
    {
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>One writer per thread, begun anew for each message.</summary>
    private static class MessageBuffer
    {
        /// <summary>A greater buffer is not kept.</summary>
        private const int MaxKept = 1 << 20;

        // The messages are JSON for JSON parsers: what HTML would need escaped stays readable.
        private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

        [ThreadStatic]
        private static (Utf8JsonWriter Writer, ArrayBufferWriter<byte> Buffer) _kept;

        public static (Utf8JsonWriter Writer, ArrayBufferWriter<byte> Buffer) Take()
        {
            if (_kept.Buffer is not { Capacity: <= MaxKept })
            {
                var buffer = new ArrayBufferWriter<byte>(1024);
                _kept = (new Utf8JsonWriter(buffer, Options), buffer);
            }

            _kept.Buffer.ResetWrittenCount();
            _kept.Writer.Reset();
            return _kept;
        }
    }
}
