using System.Text;
using Attune.Streaming.Mail.Mime;

namespace Attune.Streaming.Mail.Headers;

/// <summary>Unfolds a header value and decodes its encoded words (RFC 2047); what is not one stays as it stands.</summary>
/// <remarks>Neighbouring words of one charset are decoded as one run of bytes, because senders split characters between words.</remarks>
internal static class EncodedWords
{
    private const int MaxCharsetLength = 64;

    public static string Decode(ReadOnlySpan<char> value, MailTextForm form)
    {
        var result = new StringBuilder(value.Length);
        var run = new List<byte>();
        var runCharset = string.Empty;
        var literal = 0;
        var position = 0;
        while (position < value.Length)
        {
            var offset = value[position..].IndexOf("=?");
            if (offset < 0)
            {
                break;
            }

            var start = position + offset;
            if (!TryReadWord(value[start..], run, result, ref runCharset, value[literal..start], form, out var length))
            {
                if (length < 0)
                {
                    break;
                }

                position = start + 2;
                continue;
            }

            position = start + length;
            literal = position;
        }

        Flush(run, runCharset, result);
        AppendLiteral(value[literal..], result, form);
        return result.ToString().Trim();
    }

    /// <summary>Reads the word at the start of <paramref name="text"/>; a negative length says that no later place can hold one either.</summary>
    private static bool TryReadWord(
        ReadOnlySpan<char> text,
        List<byte> run,
        StringBuilder result,
        ref string runCharset,
        ReadOnlySpan<char> before,
        MailTextForm form,
        out int length)
    {
        length = 0;
        var charsetEnd = text[2..].IndexOf('?');
        if (charsetEnd < 0)
        {
            length = -1;
            return false;
        }

        charsetEnd += 2;
        if (charsetEnd - 2 is 0 or > MaxCharsetLength || text.Length < charsetEnd + 3 || text[charsetEnd + 2] != '?')
        {
            return false;
        }

        var isBase64 = text[charsetEnd + 1] is 'B' or 'b';
        if (!isBase64 && text[charsetEnd + 1] is not ('Q' or 'q'))
        {
            return false;
        }

        var content = text[(charsetEnd + 3)..];
        var end = content.IndexOf("?=");
        if (end < 0)
        {
            length = -1;
            return false;
        }

        if (run.Count == 0 || !before.IsWhiteSpace())
        {
            Flush(run, runCharset, result);
            AppendLiteral(before, result, form);
        }

        var charset = text[2..charsetEnd];
        charset = charset.IndexOf('*') is >= 0 and var star ? charset[..star] : charset;
        if (!charset.Equals(runCharset, StringComparison.OrdinalIgnoreCase))
        {
            Flush(run, runCharset, result);
            runCharset = charset.ToString();
        }

        Append(content[..end], isBase64, run);
        length = charsetEnd + 3 + end + 2;
        return true;
    }

    private static void Append(ReadOnlySpan<char> content, bool isBase64, List<byte> run)
    {
        var buffer = new byte[content.Length];
        var written = isBase64 ? Base64Text.Decode(content, buffer) : QuotedPrintable.DecodeWord(content, buffer);
        run.AddRange(buffer.AsSpan(0, written));
    }

    private static void Flush(List<byte> run, string charset, StringBuilder result)
    {
        if (run.Count > 0)
        {
            result.Append(MailCharsets.Decode(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(run), charset));
            run.Clear();
        }
    }

    private static void AppendLiteral(ReadOnlySpan<char> text, StringBuilder result, MailTextForm form)
    {
        var decoded = form == MailTextForm.Bytes ? MailCharsets.DecodeLatin1(text, default) : text;
        for (var i = 0; i < decoded.Length; i++)
        {
            if (decoded[i] is not ('\r' or '\n'))
            {
                result.Append(decoded[i]);
                continue;
            }

            // A fold is a line break and the white space after it; it reads as one space.
            while (i + 1 < decoded.Length && decoded[i + 1] is ' ' or '\t' or '\r' or '\n')
            {
                i++;
            }

            result.Append(' ');
        }
    }
}
