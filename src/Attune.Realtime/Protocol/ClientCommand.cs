using System.Text.Json;

namespace Attune.Realtime.Protocol;

/// <summary>What a client asks for: <c>subscribe</c>, <c>unsubscribe</c> (with <c>channel</c> or <c>channels</c>) or <c>ping</c>.</summary>
internal sealed record ClientCommand(string Type, IReadOnlyList<string> Channels)
{
    /// <summary>Reads a command; on failure says what is wrong.</summary>
    public static ClientCommand? Parse(ReadOnlySpan<byte> message, out string error)
    {
        error = "";
        try
        {
            var reader = new Utf8JsonReader(message);
            using var document = JsonDocument.ParseValue(ref reader);
            if (reader.Read())
            {
                error = "The message is not valid JSON: one object at a time.";
                return null;
            }

            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
            {
                error = "A message must be a JSON object with a type: subscribe, unsubscribe or ping.";
                return null;
            }

            switch (type.GetString())
            {
                case "ping":
                    return new ClientCommand("ping", []);
                case "subscribe" or "unsubscribe":
                    var channels = ReadChannels(root);
                    if (channels is null || channels.FirstOrDefault(channel => !RealtimeChannels.All.Contains(channel)) is not null)
                    {
                        error = $"channels must be an array of {string.Join(", ", RealtimeChannels.All)}.";
                        return null;
                    }

                    return new ClientCommand(type.GetString()!, channels);
                default:
                    error = "type must be subscribe, unsubscribe or ping.";
                    return null;
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            error = "The message is not valid JSON.";
            return null;
        }
        catch (InvalidOperationException)
        {
            // JSON allows an escape that gives half a surrogate pair; .NET refuses to read it as text.
            error = "The message is not valid Unicode.";
            return null;
        }
    }

    private static List<string>? ReadChannels(JsonElement root)
    {
        if (root.TryGetProperty("channel", out var single) && single.ValueKind == JsonValueKind.String)
        {
            return [single.GetString()!];
        }

        if (!root.TryGetProperty("channels", out var many) || many.ValueKind != JsonValueKind.Array || many.GetArrayLength() == 0)
        {
            return null;
        }

        var channels = new List<string>();
        foreach (var element in many.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            channels.Add(element.GetString()!);
        }

        return channels;
    }
}
