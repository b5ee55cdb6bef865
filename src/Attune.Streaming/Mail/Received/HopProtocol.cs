using System.Buffers;

namespace Attune.Streaming.Mail.Received;

/// <summary>Normalises the protocol of a hop: the word after <c>with</c>, else after <c>via</c>.</summary>
/// <remarks>
/// Registered names (RFC 3848 and IANA's mail transmission types) and those of the corpus stay as they are; products that speak
/// SMTP become <c>SMTP</c>; scanners and other words become <see cref="Unknown"/>.
/// </remarks>
internal static class HopProtocol
{
    public const string Unknown = "UNKNOWN";

    private const string Smtp = "SMTP";
    private const int MaxWords = 5;

    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" \t\r\n();,");

    public static string Read(ReadOnlySpan<char> line, ReceivedMarks marks)
    {
        if (marks.With >= 0 && marks.With < line.Length && ReadAfter(line[(marks.With + "with".Length)..]) is { } protocol)
        {
            return protocol;
        }

        return marks.Via >= 0 && marks.Via < line.Length && ReadAfter(line[(marks.Via + "via".Length)..]) is { } path ? path : Unknown;
    }

    private static string? ReadAfter(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < MaxWords; i++)
        {
            text = text.TrimStart();
            var length = text.IndexOfAny(WordEnds);
            var word = length < 0 ? text : text[..length];
            if (word.IsEmpty || IsKeyword(word))
            {
                return null;
            }

            if (Normalise(word, isFirst: i == 0) is { } protocol)
            {
                return protocol;
            }

            if (length < 0 || text[length] is '(' or ';' or ')')
            {
                return null;
            }

            text = text[(length + 1)..];
        }

        return null;
    }

    private static bool IsKeyword(ReadOnlySpan<char> word) =>
        Same(word, "id") || Same(word, "for") || Same(word, "by") || Same(word, "from") || Same(word, "via") || Same(word, "with");

    private static string? Normalise(ReadOnlySpan<char> word, bool isFirst)
    {
        const int longest = 32;
        Span<char> buffer = stackalloc char[longest];
        if (word.Length > longest)
        {
            return null;
        }

        var length = word.ToUpperInvariant(buffer);
        var upper = buffer[..length];
        return upper switch
        {
            "SMTP" or "SMTPD" or "SMTPSVC" or "SMAP" or "CSMAP" => Smtp,
            "ESMTP" => "ESMTP",
            "ESMTPS" => "ESMTPS",
            "ESMTPA" or "ASMTP" => "ESMTPA",
            "ESMTPSA" => "ESMTPSA",
            "SMTPS" => "SMTPS",
            "UTF8SMTP" => "UTF8SMTP",
            "HTTP" => "HTTP",
            "HTTPS" => "HTTPS",
            "IMAP" or "IMAP4" => "IMAP",
            "IMAPS" => "IMAPS",
            "POP3" or "POP" => "POP3",
            "POP3S" => "POP3S",
            "LMTP" => "LMTP",
            "LMTPS" => "LMTPS",
            "LMTPA" => "LMTPA",
            "LMTPSA" => "LMTPSA",
            "QMQP" => "QMQP",
            "QMTP" => "QMTP",
            "NNFMP" => "NNFMP",
            "NNTP" => "NNTP",
            "UUCP" => "UUCP",
            "BSMTP" => "BSMTP",
            "ODMR" => "ODMR",
            "ETRN" => "ETRN",
            "MAPI" => "MAPI",
            "MMS" when isFirst => "MMS",
            "LOCAL" or "LOCAL-ESMTP" or "LOCAL-SMTP" or "LOCAL-BSMTP" => "LOCAL",
            "INTERNET" or "MICROSOFT" => null,
            "MAIL" when !isFirst => Smtp,
            _ => NormaliseProduct(upper),
        };
    }

    private static string? NormaliseProduct(ReadOnlySpan<char> upper)
    {
        if (upper.StartsWith("ESMTP"))
        {
            return "ESMTP";
        }

        return upper.StartsWith(Smtp) || upper.EndsWith(Smtp) || upper.StartsWith("SMTPSVC") ? Smtp : null;
    }

    private static bool Same(ReadOnlySpan<char> left, ReadOnlySpan<char> right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
