using System.Text;

namespace Attune.Realtime.Filters.Values;

/// <summary>Writes a number in its one canonical form: plain where that is short, else with an exponent.</summary>
internal static class NumberText
{
    private const int MaxPlainExponent = 20;
    private const int MinPlainExponent = -7;

    /// <param name="sign">-1, 0 or 1.</param>
    /// <param name="digits">ASCII, the first and the last not zero.</param>
    /// <param name="exponent">Of the first digit.</param>
    public static string Write(int sign, ReadOnlySpan<byte> digits, long exponent)
    {
        if (sign == 0)
        {
            return "0";
        }

        var text = Encoding.ASCII.GetString(digits);
        var minus = sign < 0 ? "-" : "";
        if (exponent is < MinPlainExponent or > MaxPlainExponent)
        {
            return $"{minus}{text[..1]}{(text.Length > 1 ? "." : "")}{text[1..]}e{exponent}";
        }

        if (exponent < 0)
        {
            return $"{minus}0.{new string('0', (int)-exponent - 1)}{text}";
        }

        var whole = (int)exponent + 1;
        return text.Length <= whole ? minus + text.PadRight(whole, '0') : $"{minus}{text[..whole]}.{text[whole..]}";
    }
}
