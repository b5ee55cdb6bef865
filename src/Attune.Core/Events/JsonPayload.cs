using System.Buffers;
using System.Text.Json;

namespace Attune.Events;

/// <summary>What a payload must be, so that every database reads the same out of it.</summary>
internal static class JsonPayload
{
    /// <summary>An answer holds payloads within an object, an array and an object, and JSON readers take 64 levels unless told otherwise.</summary>
    private const int MaxDepth = 60;

    // A name that appears twice is read as its first value by some databases and as its last by others.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private static readonly SearchValues<char> NonZeroDigits = SearchValues.Create("123456789");

    /// <summary>What is wrong with the text; null if nothing is.</summary>
    public static string? FindFault(string? payload)
    {
        if (string.IsNullOrEmpty(payload) || payload.Length > AnalyticsEvent.MaxPayloadLength)
        {
            return $"The payload must be a JSON object of at most {AnalyticsEvent.MaxPayloadLength} characters.";
        }

        try
        {
            using var document = JsonDocument.Parse(payload, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? FindFault(document.RootElement) : "The payload must be a JSON object.";
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return $"The payload is no JSON that can be stored: {error.Message}";
        }
    }

    private static string? FindFault(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(property => FindTextFault(() => property.Name) ?? FindFault(property.Value)).FirstOrDefault(fault => fault is not null),
        JsonValueKind.Array => element.EnumerateArray().Select(FindFault).FirstOrDefault(fault => fault is not null),
        JsonValueKind.String => FindTextFault(() => element.GetString()!),
        JsonValueKind.Number => FindNumberFault(element),
        _ => null,
    };

    /// <summary>NUL and half a surrogate pair can be written as escapes in JSON, but PostgreSQL refuses to read them.</summary>
    private static string? FindTextFault(Func<string> text)
    {
        try
        {
            return text().Contains('\0') ? "The payload has a text with U+0000, which no database keeps." : null;
        }
        catch (InvalidOperationException)
        {
            return "The payload has a text with half a surrogate pair, which no database keeps.";
        }
    }

    /// <summary>A number beyond a double's range is an infinity for one database and an error for another.</summary>
    private static string? FindNumberFault(JsonElement number)
    {
        var text = number.GetRawText();
        var digits = text.AsSpan(0, text.AsSpan().IndexOfAny('e', 'E') is var end && end >= 0 ? end : text.Length);
        return number.TryGetDouble(out var value) && double.IsFinite(value) && (value != 0 || !digits.ContainsAny(NonZeroDigits))
            ? null
            : $"The payload's number {(text.Length > 50 ? text[..50] : text)} is beyond what a double holds.";
    }
}
