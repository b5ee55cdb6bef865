using System.Text;
using System.Text.Unicode;

namespace Attune.Streaming.Kafka.Sources;

/// <summary>Shows bytes to a person: as text when they are text, else in hexadecimal digits; the first 2,000 characters.</summary>
internal static class ShownBytes
{
    private const int MaxLength = 2000;

    public static string Of(bool present, ReadOnlySpan<byte> bytes)
    {
        if (!present)
        {
            return "";
        }

        if (!Utf8.IsValid(bytes))
        {
            return "0x" + Convert.ToHexString(bytes[..Math.Min(bytes.Length, (MaxLength / 2) - 1)]);
        }

        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, MaxLength * 3)]);
        return text.Length <= MaxLength ? text : text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
    }
}
