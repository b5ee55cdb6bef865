using System.Text.Json;
using System.Text.Unicode;
using Attune.Realtime.Access;
using Attune.Realtime.Filters;

namespace Attune.Realtime.Protocol;

/// <summary>Reads what clients send. Whatever the bytes are, the outcome is a command or an error, never an exception.</summary>
internal static class ClientCommandReader
{
    private static readonly string[] Known = ["type", "id", "key", "token", "channel", "channels", "filter", "maxRate", "snapshot", "resume"];

    /// <summary>Reads one message.</summary>
    /// <param name="json">The text of the message, UTF-8.</param>
    /// <param name="error">What is wrong, when the result is null.</param>
    public static ClientCommand? Read(ReadOnlySpan<byte> json, out ProtocolError? error)
    {
        if (!Utf8.IsValid(json))
        {
            error = new ProtocolError(ErrorCodes.Malformed, "The message is not UTF-8.", RequestId.None);
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            if (!reader.Read())
            {
                return Read(document.RootElement, out error);
            }
        }
        catch (JsonException)
        {
            // Told below, like a second value after the first.
        }

        error = new ProtocolError(ErrorCodes.Malformed, "The message is not valid JSON: one object, nested at most 64 deep.", RequestId.None);
        return null;
    }

    private static ClientCommand? Read(JsonElement root, out ProtocolError? error)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            error = new ProtocolError(ErrorCodes.Malformed, "A message must be a JSON object.", RequestId.None);
            return null;
        }

        var fields = new CommandFields(root, Known);
        var id = fields.Id("id");
        var code = ErrorCodes.Malformed;
        var command = fields.Text("type", 64) switch
        {
            "auth" => Auth(fields, id),
            "subscribe" => Subscribe(fields, id, ref code),
            "unsubscribe" => new UnsubscribeCommand(id, fields.Channels("channels", "channel")),
            "ping" => new PingCommand(id),
            null => null,
            _ => Unknown(fields, ref code),
        };
        if (fields.Problem is null && command is null)
        {
            fields.Refuse("type is missing: auth, subscribe, unsubscribe or ping.");
        }

        error = fields.Problem is { } problem ? new ProtocolError(code, problem, id) : null;
        return error is null ? command : null;
    }

    private static AuthCommand Auth(CommandFields fields, RequestId id)
    {
        if (fields.Has("key") == fields.Has("token"))
        {
            fields.Refuse(fields.Has("key") ? "key or token is needed, not both." : "key or token is needed.");
        }

        return new AuthCommand(id, fields.Text("key", CommandLimits.KeyLength), fields.Text("token", RealtimeTokens.MaxLength));
    }

    private static SubscribeCommand Subscribe(CommandFields fields, RequestId id, ref string code)
    {
        var channels = fields.Channels("channels", "channel");
        var maxRate = fields.Number("maxRate", CommandLimits.MinRate, CommandLimits.MaxRate, "messages a second");
        var snapshot = fields.Flag("snapshot");
        var resume = fields.Resume("resume");
        RealtimeFilter? filter = null;
        if (fields.Text("filter", RealtimeFilter.MaxLength) is { } text && fields.Problem is null && !RealtimeFilter.TryParse(text, out filter, out var problem))
        {
            code = ErrorCodes.InvalidFilter;
            fields.Refuse($"filter: {problem}");
        }

        return new SubscribeCommand(id, channels, filter, maxRate, snapshot, resume);
    }

    private static ClientCommand? Unknown(CommandFields fields, ref string code)
    {
        if (fields.Problem is null)
        {
            code = ErrorCodes.UnknownType;
            fields.Refuse("type must be auth, subscribe, unsubscribe or ping.");
        }

        return null;
    }
}
