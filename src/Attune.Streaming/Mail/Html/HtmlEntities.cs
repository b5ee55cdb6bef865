using System.Net;
using System.Text;

namespace Attune.Streaming.Mail.Html;

/// <summary>Decodes one character reference; the semicolon may be missing, as in much old mail.</summary>
internal static class HtmlEntities
{
    private const int LongestName = 10;
    private const int LargestCodePoint = 0x10FFFF;

    // What Windows-1252 has where Latin-1 has control characters: senders number them so, and browsers follow.
    private const string Windows1252Controls =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    /// <summary>Reads the reference at the start of <paramref name="text"/>, which is an ampersand, and returns its length; 1 when it is only an ampersand.</summary>
    public static int Read(ReadOnlySpan<char> text, out Rune decoded)
    {
        decoded = new Rune('&');
        if (text.Length > 2 && text[1] == '#')
        {
            return ReadNumber(text, ref decoded);
        }

        var end = 1;
        while (end < text.Length && end <= LongestName && char.IsAsciiLetterOrDigit(text[end]))
        {
            end++;
        }

        var hasSemicolon = end < text.Length && text[end] == ';';
        return TryDecodeName(text[1..end], out decoded) ? end + (hasSemicolon ? 1 : 0) : 1;
    }

    private static bool TryDecodeName(ReadOnlySpan<char> name, out Rune decoded)
    {
        decoded = new Rune('&');
        int? common = name switch
        {
            "nbsp" or "NBSP" => ' ',
            "amp" or "AMP" => '&',
            "lt" or "LT" => '<',
            "gt" or "GT" => '>',
            "quot" or "QUOT" => '"',
            "apos" => '\'',
            _ => null,
        };
        if (common is { } character)
        {
            decoded = new Rune(character);
            return true;
        }

        if (name.Length < 2)
        {
            return false;
        }

        var text = WebUtility.HtmlDecode(string.Concat("&", name, ";"));
        return !text.StartsWith('&') && Rune.TryGetRuneAt(text, 0, out decoded);
    }

    private static int ReadNumber(ReadOnlySpan<char> text, ref Rune decoded)
    {
        var isHex = text[2] is 'x' or 'X';
        var start = isHex ? 3 : 2;
        var end = start;
        var value = 0;
        while (end < text.Length && (isHex ? char.IsAsciiHexDigit(text[end]) : char.IsAsciiDigit(text[end])))
        {
            var digit = text[end] <= '9' ? text[end] - '0' : (text[end] | 0x20) - 'a' + 10;
            value = Math.Min((value * (isHex ? 16 : 10)) + digit, LargestCodePoint + 1);
            end++;
        }

        if (end == start)
        {
            return 1;
        }

        value = value is >= 0x80 and <= 0x9F ? Windows1252Controls[value - 0x80] : value;
        decoded = Rune.TryCreate(value, out var rune) && value >= ' ' ? rune : new Rune(value < ' ' ? ' ' : '\uFFFD');
        return end + (end < text.Length && text[end] == ';' ? 1 : 0);
    }
}
