using System.Collections.Frozen;
using System.Text;

namespace Attune.Streaming.Mail.Mime;

/// <summary>Decodes bytes by the charset name of a message. Never throws: an unknown name means UTF-8 when the bytes are that, else Windows-1252.</summary>
internal static class MailCharsets
{
    private const int Windows1252 = 1252;
    private const int Utf8 = 65001;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Aliases as browsers read them (WHATWG Encoding): Latin-1 is taken for Windows-1252, which fills its control range with letters.
    private static readonly FrozenDictionary<string, int> CodePages = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)
    {
        ["utf-8"] = Utf8, ["utf8"] = Utf8,
        ["iso-8859-1"] = Windows1252, ["iso8859-1"] = Windows1252, ["iso_8859-1"] = Windows1252, ["latin1"] = Windows1252, ["latin-1"] = Windows1252,
        ["windows-1252"] = Windows1252, ["cp1252"] = Windows1252, ["ansi_x3.110-1983"] = Windows1252,
        ["iso-8859-2"] = 28592, ["iso-8859-3"] = 28593, ["iso-8859-4"] = 28594, ["iso-8859-5"] = 28595, ["iso-8859-6"] = 28596,
        ["iso-8859-7"] = 28597, ["iso-8859-8"] = 28598, ["iso-8859-8-i"] = 28598, ["iso-8859-9"] = 1254, ["iso-8859-13"] = 28603, ["iso-8859-15"] = 28605,
        ["windows-1250"] = 1250, ["windows-1251"] = 1251, ["windows-1253"] = 1253, ["windows-1254"] = 1254, ["windows-1255"] = 1255,
        ["windows-1256"] = 1256, ["windows-1257"] = 1257, ["windows-1258"] = 1258, ["windows-874"] = 874, ["tis-620"] = 874, ["cp1251"] = 1251,
        ["koi8-r"] = 20866, ["koi8-u"] = 21866, ["ibm437"] = 437, ["cp437"] = 437, ["ibm850"] = 850, ["cp850"] = 850, ["ibm866"] = 866, ["macintosh"] = 10000,
        ["big5"] = 950, ["chinesebig5"] = 950, ["big5-hkscs"] = 950, ["gb2312"] = 936, ["gbk"] = 936, ["gb2312_charset"] = 936, ["gb18030"] = 54936, ["hz-gb-2312"] = 52936,
        ["ks_c_5601-1987"] = 949, ["euc-kr"] = 949, ["ks_c_5601"] = 949, ["iso-2022-kr"] = 50225,
        ["iso-2022-jp"] = 50220, ["shift_jis"] = 932, ["sjis"] = 932, ["x-sjis"] = 932, ["euc-jp"] = 51932,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ByName = CodePages.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenDictionary<int, Encoding> Encodings = CodePages.Values.Distinct().ToFrozenDictionary(page => page, Create);

    /// <summary>True when text in <paramref name="charset"/> is 7-bit and yet not ASCII, so that it must be decoded even where no 8-bit character stands.</summary>
    public static bool IsSevenBit(ReadOnlySpan<char> charset) =>
        charset.StartsWith("iso-2022-", StringComparison.OrdinalIgnoreCase) || charset.StartsWith("hz-", StringComparison.OrdinalIgnoreCase);

    public static string Decode(ReadOnlySpan<byte> bytes, ReadOnlySpan<char> charset)
    {
        if (Ascii.IsValid(bytes) && !IsSevenBit(charset))
        {
            return Encoding.ASCII.GetString(bytes);
        }

        if (ByName.TryGetValue(charset.Trim(" \t\"'"), out var page))
        {
            return Encodings[page].GetString(bytes);
        }

        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encodings[Windows1252].GetString(bytes);
        }
    }

    /// <summary>Decodes text whose characters are bytes; a character above U+00FF, which is none, becomes a question mark.</summary>
    public static ReadOnlySpan<char> DecodeLatin1(ReadOnlySpan<char> text, ReadOnlySpan<char> charset)
    {
        if (Ascii.IsValid(text) && !IsSevenBit(charset))
        {
            return text;
        }

        var bytes = new byte[text.Length];
        Encoding.Latin1.GetBytes(text, bytes);
        return Decode(bytes, charset);
    }

    private static Encoding Create(int page) =>
        page == Utf8 ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Encoding.Latin1;
}
