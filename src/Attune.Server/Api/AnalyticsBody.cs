using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Attune.Events;

namespace Attune.Server.Api;

/// <summary>Reads events from a JSON array: all of them are good, or none is used.</summary>
internal sealed class AnalyticsBody
{
    private const int MaxErrors = 50;

    /// <summary>As answers write it.</summary>
    private const string CamelUser = "userId";

    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromDays(1);
    private static readonly string[] Fields = ["timestamp", "type", "user_id", "payload", "id"];

    private readonly Dictionary<EventId, int> _occurrences = [];

    public AnalyticsBody(JsonElement body, int maxEvents, DateTime now)
    {
        if (body.ValueKind != JsonValueKind.Array || body.GetArrayLength() > maxEvents)
        {
            Errors["$"] = [$"must be a JSON array of at most {maxEvents} events"];
            return;
        }

        foreach (var (index, element) in body.EnumerateArray().Index())
        {
            if (Read(element, $"$[{index}]", now) is { } made)
            {
                Events.Add(made);
            }

            if (Errors.Count >= MaxErrors)
            {
                return;
            }
        }
    }

    public List<AnalyticsEvent> Events { get; } = [];

    public Dictionary<string, string[]> Errors { get; } = new(StringComparer.Ordinal);

    private AnalyticsEvent? Read(JsonElement element, string at, DateTime now)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return Fail(at, "must be an object");
        }

        if (!Utf8.IsValid(JsonMarshal.GetRawUtf8Value(element)))
        {
            return Fail(at, "is not valid UTF-8");
        }

        if (FindUnknown(element) is { } unknown)
        {
            return Fail($"{at}.{(unknown.Length <= 60 ? unknown : unknown[..60])}", $"there is no such field; known are {string.Join(", ", Fields)}");
        }

        var errors = Errors.Count;
        var (time, type, id) = (Text(element, at, "timestamp"), Text(element, at, "type"), Text(element, at, "id"));
        var user = Text(element, at, "user_id") ?? Text(element, at, CamelUser);
        if (Errors.Count > errors)
        {
            return null;
        }

        if (!IsoTime.TryParse(time, out var timestamp) || timestamp > now + MaxClockSkew)
        {
            return Fail($"{at}.timestamp", "must be a date and time in ISO 8601, at most a day ahead");
        }

        try
        {
            var made = AnalyticsEvent.Create(timestamp, type ?? "", user, element.TryGetProperty("payload", out var payload) ? payload.GetRawText() : "{}", id);
            return id is null ? Distinguish(made) : made;
        }
        catch (ArgumentException error)
        {
            return Fail($"{at}.{JsonNamingPolicy.SnakeCaseLower.ConvertName(error.ParamName ?? "")}", error.Message.Split(" (Parameter")[0]);
        }
    }

    /// <summary>The same content twice in one request is two events; the same request sent again is the same two.</summary>
    private AnalyticsEvent Distinguish(AnalyticsEvent made)
    {
        var occurrence = _occurrences[made.Id] = _occurrences.GetValueOrDefault(made.Id) + 1;
        return occurrence == 1 ? made : made with { Id = EventId.Create(made.Timestamp, $"{made.Id}:{occurrence}") };
    }

    /// <summary>A field that no event has; null when all are known.</summary>
    private static string? FindUnknown(JsonElement element)
    {
        try
        {
            return element.EnumerateObject().Select(property => property.Name).FirstOrDefault(name => !Fields.Contains(name) && name != CamelUser);
        }
        catch (InvalidOperationException)
        {
            return "a name with half a surrogate pair";
        }
    }

    private string? Text(JsonElement element, string at, string name)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Fail($"{at}.{name}", "must be a string");
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            Fail($"{at}.{name}", "holds half a surrogate pair");
            return null;
        }
    }

    private AnalyticsEvent? Fail(string path, string message)
    {
        Errors.TryAdd(path, [message]);
        return null;
    }
}
