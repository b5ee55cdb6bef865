namespace Attune.Streaming.Mail.Dates;

/// <summary>Offsets of the zone names found in mail, in minutes east of UTC (RFC 822 §5.1 and European, Asian and Pacific names of the corpus).</summary>
internal static class MailZones
{
    private const int Hour = 60;

    /// <summary>Finds <paramref name="name"/>. Ambiguous names have the meaning that RFC 822 or the corpus gives them: CST is American, IST Irish, BST British.</summary>
    public static bool TryGetOffset(ReadOnlySpan<char> name, out int minutes)
    {
        Span<char> upper = stackalloc char[8];
        minutes = 0;
        if (name.Length is 0 or > 8)
        {
            return false;
        }

        var length = name.ToUpperInvariant(upper);
        int? found = upper[..length] switch
        {
            "GMT" or "UT" or "UTC" or "Z" or "WET" => 0,
            "BST" or "IST" or "WEST" or "CET" or "MET" or "MEZ" or "EIRE" => Hour,
            "CEST" or "MEST" or "METDST" or "MESZ" or "CETDST" or "EET" or "SAST" => 2 * Hour,
            "EEST" or "EETDST" or "MSK" => 3 * Hour,
            "MSD" => 4 * Hour,
            "ICT" or "WIB" => 7 * Hour,
            "HKT" or "SGT" or "PHT" or "AWST" => 8 * Hour,
            "JST" or "KST" => 9 * Hour,
            "AEST" => 10 * Hour,
            "AEDT" => 11 * Hour,
            "NZST" => 12 * Hour,
            "NZDT" => 13 * Hour,
            "NDT" => -(2 * Hour) - 30,
            "NST" => -(3 * Hour) - 30,
            "ADT" or "BRT" or "ART" => -3 * Hour,
            "AST" or "EDT" or "CLT" => -4 * Hour,
            "EST" or "CDT" => -5 * Hour,
            "CST" or "MDT" => -6 * Hour,
            "MST" or "PDT" => -7 * Hour,
            "PST" or "AKDT" => -8 * Hour,
            "AKST" => -9 * Hour,
            "HST" => -10 * Hour,
            _ => null,
        };
        minutes = found ?? 0;
        return found is not null;
    }
}
