namespace Attune.Streaming.Mail.Mime;

/// <summary>Decodes quoted-printable text (RFC 2045 §6.7) and the Q encoding of header words (RFC 2047 §4.2). A stray <c>=</c> stays.</summary>
internal static class QuotedPrintable
{
    /// <summary>
    /// Decodes until the end or the first character that is no byte, which <paramref name="consumed"/> then points at; returns the
    /// number of bytes written. With <paramref name="asciiOnly"/> every 8-bit character counts as no byte.
    /// </summary>
    public static int DecodeBody(ReadOnlySpan<char> text, Span<byte> target, bool asciiOnly, out int consumed)
    {
        var highest = asciiOnly ? '\x7f' : '\xff';
        var written = 0;
        var i = 0;
        while (i < text.Length && text[i] <= highest)
        {
            if (text[i] != '=')
            {
                target[written++] = (byte)text[i++];
            }
            else if (TryHex(text, i + 1, out var value))
            {
                target[written++] = value;
                i += 3;
            }
            else if (SoftBreakLength(text[(i + 1)..]) is > 0 and var length)
            {
                i += 1 + length;
            }
            else
            {
                target[written++] = (byte)text[i++];
            }
        }

        consumed = i;
        return written;
    }

    public static int DecodeWord(ReadOnlySpan<char> text, Span<byte> target)
    {
        var written = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && TryHex(text, i + 1, out var value))
            {
                target[written++] = value;
                i += 2;
            }
            else if (text[i] is not ('\r' or '\n'))
            {
                target[written++] = text[i] == '_' ? (byte)' ' : text[i] > '\xff' ? (byte)'?' : (byte)text[i];
            }
        }

        return written;
    }

    private static bool TryHex(ReadOnlySpan<char> text, int start, out byte value)
    {
        value = 0;
        if (start + 1 >= text.Length || !char.IsAsciiHexDigit(text[start]) || !char.IsAsciiHexDigit(text[start + 1]))
        {
            return false;
        }

        value = (byte)((Digit(text[start]) << 4) | Digit(text[start + 1]));
        return true;
    }

    private static int Digit(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;

    /// <summary>Length of the white space and line break after a soft <c>=</c>; 0 when it is none.</summary>
    private static int SoftBreakLength(ReadOnlySpan<char> text)
    {
        var i = 0;
        while (i < text.Length && text[i] is ' ' or '\t' or '\r')
        {
            i++;
        }

        return i < text.Length && text[i] == '\n' ? i + 1 : 0;
    }
}
