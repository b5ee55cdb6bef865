using System.Text.Json;
using Attune.Events;

namespace Attune.Streaming.Json;

/// <summary>
/// Reads events from JSON objects. A flow has <c>timestamp, source_ip, destination_ip, bytes_transferred, protocol</c> and optionally
/// <c>message_id</c>; a text has <c>"type": "text"</c>, <c>timestamp, body</c> and optionally <c>sender_domain, subject, label, message_id</c>.
/// </summary>
/// <remarks>
/// Names may also be written in camel case. An optional <c>id</c> makes the event idempotent within its stream, together with its timestamp;
/// without one the id is derived from the content and from <c>identity</c>.
/// </remarks>
/// <param name="latest">Latest timestamp that is plausible, UTC.</param>
/// <param name="stream">Stream that the events belong to: ids of different streams never meet.</param>
public sealed class EventJsonParser(DateTime latest, string stream = "")
{
    private const int MaxIdLength = 256;
    private const int MaxTextLength = 1_000_000;

    private static readonly string[] FlowFields = ["type", "id", "timestamp", "source_ip", "destination_ip", "bytes_transferred", "protocol", "message_id"];
    private static readonly string[] TextFields = ["type", "id", "timestamp", "sender_domain", "subject", "body", "label", "message_id"];

    /// <summary>Reads one event.</summary>
    /// <param name="element">The JSON object.</param>
    /// <param name="identity">What tells events of equal content apart, for example their place in the input.</param>
    public ParsedEvent Parse(JsonElement element, string identity)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return new ParsedEvent(null, null, [new EventFieldError("", $"an event must be a JSON object, this is {Name(element.ValueKind)}")]);
        }

        var fields = new Fields();
        foreach (var property in element.EnumerateObject())
        {
            fields.Add(property);
        }

        var type = fields.Text("type", MaxIdLength, "flow");
        switch (type)
        {
            case "flow":
                fields.RejectOthers(FlowFields);
                return ParseFlow(fields, element, identity);
            case "text":
                fields.RejectOthers(TextFields);
                return ParseText(fields, element, identity);
            default:
                fields.Errors.Add(new EventFieldError("type", $"'{type}' is not flow or text"));
                return new ParsedEvent(null, null, fields.Errors);
        }
    }

    private ParsedEvent ParseFlow(Fields fields, JsonElement element, string identity)
    {
        DateTime timestamp = default;
        string source = "", destination = "", protocol = "";
        long bytes = 0;
        fields.Require("timestamp", JsonValueKind.String, text => EventField.Timestamp(text, latest, out timestamp));
        fields.Require("source_ip", JsonValueKind.String, text => EventField.SourceIp(text, out source));
        fields.Require("destination_ip", JsonValueKind.String, text => EventField.Destination(text, out destination));
        fields.Require("bytes_transferred", JsonValueKind.Number, text => EventField.Bytes(text, out bytes));
        fields.Require("protocol", JsonValueKind.String, text => EventField.Protocol(text, out protocol));
        var messageId = fields.Text("message_id", MaxIdLength, null);
        var id = fields.Text("id", MaxIdLength, null);
        return fields.Errors.Count > 0
            ? new ParsedEvent(null, null, fields.Errors)
            : new ParsedEvent(new Flow(Identify(timestamp, id, element, identity), timestamp, source, destination, bytes, protocol, messageId), null, []);
    }

    private ParsedEvent ParseText(Fields fields, JsonElement element, string identity)
    {
        DateTime timestamp = default;
        var body = "";
        fields.Require("timestamp", JsonValueKind.String, text => EventField.Timestamp(text, latest, out timestamp));
        fields.Require("body", JsonValueKind.String, text =>
        {
            body = text;
            return text.Length > MaxTextLength ? $"the text is longer than {MaxTextLength} characters" : null;
        });
        var sender = fields.Text("sender_domain", MaxIdLength, "")!;
        var subject = fields.Text("subject", MaxTextLength, "")!;
        var label = fields.Text("label", MaxIdLength, null);
        var messageId = fields.Text("message_id", MaxIdLength, null);
        var id = fields.Text("id", MaxIdLength, null);
        return fields.Errors.Count > 0
            ? new ParsedEvent(null, null, fields.Errors)
            : new ParsedEvent(null, new TextEvent(Identify(timestamp, id, element, identity), timestamp, sender.ToLowerInvariant(), subject, body, label, messageId), []);
    }

    private EventId Identify(DateTime timestamp, string? id, JsonElement element, string identity) =>
        EventId.Create(timestamp, $"{stream}\n{(id is null ? $"content:{identity}:{element.GetRawText()}" : $"id:{id}")}");

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    /// <summary>The properties of one object, under their snake-case names, with the errors found so far.</summary>
    private sealed class Fields
    {
        private const string NotUnicode = "is not valid Unicode: an escape gives half a surrogate pair";

        private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);

        public List<EventFieldError> Errors { get; } = [];

        public void Add(JsonProperty property)
        {
            if (Unescaped(() => property.Name) is not { } written)
            {
                Errors.Add(new EventFieldError("", $"the name of a field {NotUnicode}"));
                return;
            }

            var name = written.Any(char.IsUpper)
                ? string.Concat(written.Select((character, index) => char.IsUpper(character) ? (index > 0 ? "_" : "") + char.ToLowerInvariant(character) : character.ToString()))
                : written;
            if (!_values.TryAdd(name, property.Value))
            {
                Errors.Add(new EventFieldError(name, "the field is given twice"));
            }
        }

        public void RejectOthers(string[] known)
        {
            foreach (var name in _values.Keys.Where(name => !known.Contains(name)))
            {
                Errors.Add(new EventFieldError(name.Length <= 60 ? name : name[..60], $"there is no such field; known are {string.Join(", ", known)}"));
            }
        }

        public void Require(string name, JsonValueKind kind, Func<string, string?> check)
        {
            if (!_values.TryGetValue(name, out var value))
            {
                Errors.Add(new EventFieldError(name, "the field is missing"));
            }
            else if (value.ValueKind != kind)
            {
                Errors.Add(new EventFieldError(name, $"must be {(kind == JsonValueKind.Number ? "a number" : "a string")}, this is {Name(value.ValueKind)}"));
            }
            else if ((kind == JsonValueKind.String ? Unescaped(value.GetString) : value.GetRawText()) is not { } text)
            {
                Errors.Add(new EventFieldError(name, NotUnicode));
            }
            else if (check(text) is { } wrong)
            {
                Errors.Add(new EventFieldError(name, wrong));
            }
        }

        public string? Text(string name, int maxLength, string? fallback)
        {
            if (!_values.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                return fallback;
            }

            if (value.ValueKind != JsonValueKind.String)
            {
                Errors.Add(new EventFieldError(name, $"must be a string, this is {Name(value.ValueKind)}"));
                return fallback;
            }

            var text = Unescaped(value.GetString);
            if (text?.Length <= maxLength)
            {
                return text;
            }

            Errors.Add(new EventFieldError(name, text is null ? NotUnicode : $"is longer than {maxLength} characters"));
            return fallback;
        }

        /// <summary>Null when an escape gives half a surrogate pair, which JSON allows and .NET refuses to read.</summary>
        private static string? Unescaped(Func<string?> read)
        {
            try
            {
                return read();
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }
    }
}
