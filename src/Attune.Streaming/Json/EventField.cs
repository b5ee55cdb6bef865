using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Attune.Streaming.Json;

/// <summary>The rules for an event's fields, the same for HTTP, JSON lines and CSV. Each returns null when the value is allowed, else what is wrong.</summary>
internal static class EventField
{
    /// <summary>Largest number of bytes: 2⁵³, the largest whole number that JSON carries exactly.</summary>
    public const long MaxBytes = 1L << 53;

    private const int MaxNameLength = 255;
    private const int MaxProtocolLength = 32;
    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd",
    ];

    public static string? Timestamp(string text, DateTime latest, out DateTime value)
    {
        if (!DateTime.TryParseExact(
                text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out value))
        {
            return $"'{Cut(text)}' is not a date and time in ISO 8601, for example 2002-08-22T12:36:23Z";
        }

        if (value < DateTime.UnixEpoch || value > latest)
        {
            return $"{text} is outside the allowed range 1970-01-01T00:00:00Z..{latest.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}";
        }

        return null;
    }

    public static string? SourceIp(string text, out string canonical)
    {
        canonical = "";
        if (text.Length > 64 || !IPAddress.TryParse(text, out var address) || !(address.AddressFamily == AddressFamily.InterNetwork ? IsDottedQuad(text) : IsBare(text)))
        {
            return $"'{Cut(text)}' is not an IPv4 or IPv6 address";
        }

        canonical = address.ToString();
        return null;
    }

    public static string? Destination(string text, out string value)
    {
        value = text;
        return text.Length > MaxNameLength || text.Any(character => char.IsControl(character) || char.IsWhiteSpace(character))
            ? $"'{Cut(text)}' is not a host name or address of at most {MaxNameLength} characters"
            : null;
    }

    public static string? Bytes(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value is >= 0 and <= MaxBytes
            ? null
            : $"'{Cut(text)}' is not a whole number in the allowed range 0..{MaxBytes}";

    public static string? Protocol(string text, out string value)
    {
        value = text.ToUpperInvariant();
        return text.Length is 0 or > MaxProtocolLength || text.Any(character => !(char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '/' or '+'))
            ? $"'{Cut(text)}' is not a protocol name of 1 to {MaxProtocolLength} letters, digits or -_./+"
            : null;
    }

    /// <summary>Four decimal numbers: <c>IPAddress</c> also takes <c>1</c>, <c>0x7f.1</c> and octal, which nobody means.</summary>
    private static bool IsDottedQuad(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 4 && parts.All(part =>
            part.Length is >= 1 and <= 3 && part.All(char.IsAsciiDigit) && (part.Length == 1 || part[0] != '0'));
    }

    /// <summary>Only the address: <c>IPAddress</c> also takes brackets, drops a port, and looks up zones such as <c>%eth0</c> on this very machine.</summary>
    private static bool IsBare(string text) => text.All(character => char.IsAsciiHexDigit(character) || character is ':' or '.');

    private static string Cut(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");
}
