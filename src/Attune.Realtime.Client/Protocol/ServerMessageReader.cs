using System.Text.Json;

namespace Attune.Realtime.Client.Protocol;

/// <summary>Reads messages of the server in one pass; payloads are not parsed but cut out by their position.</summary>
internal sealed class ServerMessageReader
{
    /// <summary>Payloads may be nested almost so deep.</summary>
    private const int MaxDepth = 256;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>Most messages follow one of the same channel: its name need not be made again.</summary>
    private string _lastChannel = "";

    /// <exception cref="ProtocolException">It is no JSON object, or lacks what its type needs.</exception>
    public ServerMessage Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span, Options);
            reader.Read();
            var message = ReadObject(ref reader, json);
            return reader.Read() ? throw new ProtocolException("something follows the message") : message;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new ProtocolException($"a message is not well-formed: {error.Message}");
        }
    }

    /// <summary>Reads the messages of a batch.</summary>
    /// <exception cref="ProtocolException">One of them is none that a batch may hold.</exception>
    public void ReadBatch(ReadOnlyMemory<byte> array, List<ServerMessage> into)
    {
        try
        {
            var reader = new Utf8JsonReader(array.Span, Options);
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                into.Add(ReadObject(ref reader, array));
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new ProtocolException($"a batch is not well-formed: {error.Message}");
        }
    }

    private ServerMessage ReadObject(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new ProtocolException("a message is no JSON object");
        }

        var message = default(ServerMessage);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadField(ref reader, source, ref message);
        }

        Check(message);
        return message;
    }

    private void ReadField(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source, ref ServerMessage message)
    {
        if (Takes(ref reader, "type"u8))
        {
            message.Kind = Kind(ref reader);
        }
        else if (Takes(ref reader, "channel"u8))
        {
            message.Channel = Channel(ref reader);
        }
        else if (Takes(ref reader, "sequence"u8))
        {
            message.Sequence = Number(ref reader);
        }
        else if (Takes(ref reader, "time"u8))
        {
            message.Time = reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time) ? time.ToUniversalTime() : null;
        }
        else if (Takes(ref reader, "data"u8))
        {
            message.Data = Cut(ref reader, source);
        }
        else if (Takes(ref reader, "messages"u8))
        {
            message.Messages = reader.TokenType == JsonTokenType.StartArray ? Cut(ref reader, source) : throw new ProtocolException("the messages of a batch are no array");
        }
        else if (Takes(ref reader, "channels"u8))
        {
            message.SubscribedSequence = FirstSequence(ref reader);
        }
        else
        {
            ReadRareField(ref reader, ref message);
        }

        reader.Skip();
    }

    private static void ReadRareField(ref Utf8JsonReader reader, ref ServerMessage message)
    {
        if (Takes(ref reader, "id"u8))
        {
            message.Id = Number(ref reader);
        }
        else if (Takes(ref reader, "epoch"u8))
        {
            message.Epoch = Text(ref reader);
        }
        else if (Takes(ref reader, "from"u8))
        {
            message.From = Number(ref reader);
        }
        else if (Takes(ref reader, "to"u8))
        {
            message.To = Number(ref reader);
        }
        else if (Takes(ref reader, "count"u8))
        {
            message.Count = Number(ref reader);
        }
        else if (Takes(ref reader, "reason"u8))
        {
            message.Reason = Text(ref reader);
        }
        else if (Takes(ref reader, "code"u8))
        {
            message.Code = Text(ref reader);
        }
        else if (Takes(ref reader, "message"u8))
        {
            message.Text = Text(ref reader);
        }
        else
        {
            reader.Read();
        }
    }

    /// <summary>True when the reader stood at this name; then it stands at the value.</summary>
    private static bool Takes(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();

    private static ServerMessageKind Kind(ref Utf8JsonReader reader) =>
        reader.TokenType != JsonTokenType.String ? throw new ProtocolException("the type of a message is no text")
        : reader.ValueTextEquals("data"u8) ? ServerMessageKind.Data
        : reader.ValueTextEquals("batch"u8) ? ServerMessageKind.Batch
        : reader.ValueTextEquals("gap"u8) ? ServerMessageKind.Gap
        : reader.ValueTextEquals("snapshot"u8) ? ServerMessageKind.Snapshot
        : reader.ValueTextEquals("subscribed"u8) ? ServerMessageKind.Subscribed
        : reader.ValueTextEquals("unsubscribed"u8) ? ServerMessageKind.Unsubscribed
        : reader.ValueTextEquals("authenticated"u8) ? ServerMessageKind.Authenticated
        : reader.ValueTextEquals("pong"u8) ? ServerMessageKind.Pong
        : reader.ValueTextEquals("error"u8) ? ServerMessageKind.Error
        : ServerMessageKind.Unknown;

    private string Channel(ref Utf8JsonReader reader) => reader.TokenType != JsonTokenType.String ? throw new ProtocolException("a channel is no text")
        : reader.ValueTextEquals(_lastChannel) ? _lastChannel
        : _lastChannel = reader.GetString()!;

    private static string Text(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";

    private static long? Number(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : null;

    private static ReadOnlyMemory<byte> Cut(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return source[start..(int)reader.BytesConsumed];
    }

    private static long? FirstSequence(ref Utf8JsonReader reader)
    {
        long? sequence = null;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (Takes(ref reader, "sequence"u8))
                {
                    sequence ??= Number(ref reader);
                }
                else
                {
                    reader.Read();
                }

                reader.Skip();
            }
        }

        return sequence;
    }

    private static void Check(in ServerMessage message)
    {
        var isWhole = message.Kind switch
        {
            ServerMessageKind.Data or ServerMessageKind.Snapshot => message is { Channel: not null, Sequence: >= 0, Time: not null, Data.Length: > 0 },
            ServerMessageKind.Batch => message.Messages.Length > 0,
            ServerMessageKind.Gap => message is { Channel: not null, From: not null, To: not null, Reason: not null },
            ServerMessageKind.Subscribed => message is { Epoch.Length: > 0 },
            ServerMessageKind.Error => message is { Code: not null },
            _ => true,
        };
        if (!isWhole)
        {
            throw new ProtocolException($"a message of the type {message.Kind} lacks a field, or one is wrong");
        }
    }
}
