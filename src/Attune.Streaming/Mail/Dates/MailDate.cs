namespace Attune.Streaming.Mail.Dates;

/// <summary>Reads the dates that mail software wrote: RFC 822, RFC 5322, asctime, ISO 8601, slashes, and their usual damage.</summary>
/// <remarks>
/// The text is cut into words, numbers, times and offsets, which may come in any order that leaves one reading. A date without a
/// zone, or with a zone nobody knows, is UTC. At most <see cref="MaxTokens"/> tokens are looked at.
/// </remarks>
internal static class MailDate
{
    /// <summary>Earliest year that is believed.</summary>
    public const int FirstYear = 1980;

    // One year from either end of DateTime's range, so that no offset leaves it.
    private const int FirstReadableYear = 2;
    private const int LastYear = 9990;
    private const int MaxTokens = 24;

    /// <summary>Parses the date at the start of <paramref name="text"/>; what follows it is ignored.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTime utc)
    {
        var scanner = new MailDateScanner(text);
        for (var i = 0; i < MaxTokens && scanner.ReadToken(); i++)
        {
        }

        return TryBuild(in scanner, out utc);
    }

    /// <summary>Finds a date that stands anywhere outside comments, beginning with a weekday or with a day and a month.</summary>
    public static bool TryFind(ReadOnlySpan<char> text, out DateTime utc)
    {
        const int maxAttempts = 8;
        var attempts = 0;
        var atWordStart = true;
        for (var i = 0; i < text.Length && attempts < maxAttempts; i++)
        {
            if (atWordStart && LooksLikeStart(text[i..]))
            {
                attempts++;
                if (TryParse(text[i..], out utc))
                {
                    return true;
                }
            }

            atWordStart = text[i] is ' ' or '\t' or '\r' or '\n' or ';' or ',' or ')';
        }

        utc = default;
        return false;
    }

    /// <summary>True when <paramref name="word"/> is an English weekday or its abbreviation.</summary>
    public static bool IsWeekday(ReadOnlySpan<char> word) =>
        word.Length >= 3 && word[..3] is var head && (Same(head, "Mon") || Same(head, "Tue") || Same(head, "Wed")
            || Same(head, "Thu") || Same(head, "Fri") || Same(head, "Sat") || Same(head, "Sun"));

    /// <summary>1 to 12 when <paramref name="word"/> is an English month or its abbreviation; otherwise 0.</summary>
    public static int MonthOf(ReadOnlySpan<char> word)
    {
        const string heads = "JanFebMarAprMayJunJulAugSepOctNovDec";
        if (word.Length is < 3 or > 9)
        {
            return 0;
        }

        for (var i = 0; i < heads.Length; i += 3)
        {
            if (Same(word[..3], heads.AsSpan(i, 3)))
            {
                return (i / 3) + 1;
            }
        }

        return 0;
    }

    private static bool Same(ReadOnlySpan<char> left, ReadOnlySpan<char> right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private static bool LooksLikeStart(ReadOnlySpan<char> text)
    {
        if (text.Length >= 4 && char.IsAsciiLetter(text[0]))
        {
            return IsWeekday(text) && text[3] is ',' or ' ';
        }

        var digits = 0;
        while (digits < text.Length && digits < 3 && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        return digits is 1 or 2 && text.Length >= digits + 4 && text[digits] is ' ' or '-' && MonthOf(text.Slice(digits + 1, 3)) > 0;
    }

    private static bool TryBuild(in MailDateScanner scanner, out DateTime utc)
    {
        utc = default;
        var year = scanner.Year;
        if (year < 0 || scanner.Month is < 1 or > 12 || scanner.Day < 1 || scanner.Hour < 0)
        {
            return false;
        }

        year += scanner.YearDigits > 3 ? 0 : year < 50 ? 2000 : 1900;
        var hour = scanner.IsAfternoon switch
        {
            true when scanner.Hour < 12 => scanner.Hour + 12,
            false when scanner.Hour == 12 => 0,
            _ => scanner.Hour,
        };
        if (year is < FirstReadableYear or > LastYear || scanner.Day > DateTime.DaysInMonth(year, scanner.Month) || hour > 23 || scanner.Minute > 59 || scanner.Second > 60)
        {
            return false;
        }

        var local = new DateTime(year, scanner.Month, scanner.Day, hour, scanner.Minute, Math.Min(scanner.Second, 59), DateTimeKind.Utc);
        utc = local.AddMinutes(-scanner.OffsetMinutes);
        return true;
    }
}
