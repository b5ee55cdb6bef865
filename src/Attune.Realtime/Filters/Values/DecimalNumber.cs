namespace Attune.Realtime.Filters.Values;

/// <summary>
/// A JSON number as it was written, d.ddd × 10^<see cref="Exponent"/>: numbers of any length are compared exactly, and nothing is
/// rounded to a double on the way.
/// </summary>
internal readonly ref struct DecimalNumber
{
    /// <summary>Exponents end here; beyond it numbers of the same digits count as equal.</summary>
    private const long MaxExponent = 1_000_000_000_000_000;

    /// <param name="sign">-1, 0 or 1.</param>
    /// <param name="digits">From the first digit that is not zero to the last; a decimal point may stand between them.</param>
    /// <param name="exponent">Of the first digit.</param>
    public DecimalNumber(int sign, ReadOnlySpan<byte> digits, long exponent)
    {
        Sign = sign;
        Digits = digits;
        Exponent = exponent;
    }

    public int Sign { get; }

    public ReadOnlySpan<byte> Digits { get; }

    public long Exponent { get; }

    /// <summary>Takes a number apart that keeps to the grammar of JSON.</summary>
    public static DecimalNumber Read(ReadOnlySpan<byte> json)
    {
        var isNegative = json[0] == '-';
        var mantissa = isNegative ? json[1..] : json;
        var exponent = 0L;
        if (mantissa.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var e)
        {
            exponent = ReadExponent(mantissa[(e + 1)..]);
            mantissa = mantissa[..e];
        }

        var first = mantissa.IndexOfAnyInRange((byte)'1', (byte)'9');
        if (first < 0)
        {
            return default;
        }

        var point = mantissa.IndexOf((byte)'.');
        var whole = point < 0 ? mantissa.Length : point;
        exponent += first < whole ? whole - 1 - first : whole - first;
        return new DecimalNumber(isNegative ? -1 : 1, mantissa[first..].TrimEnd("0."u8), Math.Clamp(exponent, -MaxExponent, MaxExponent));
    }

    /// <summary>The order of two numbers: below zero when the first is less.</summary>
    public static int Compare(in DecimalNumber left, in DecimalNumber right)
    {
        if (left.Sign != right.Sign)
        {
            return left.Sign.CompareTo(right.Sign);
        }

        if (left.Exponent != right.Exponent)
        {
            return left.Exponent > right.Exponent ? left.Sign : -left.Sign;
        }

        return left.Sign * CompareDigits(left.Digits, right.Digits);
    }

    private static int CompareDigits(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var (i, j) = (0, 0);
        while (true)
        {
            i += i < left.Length && left[i] == '.' ? 1 : 0;
            j += j < right.Length && right[j] == '.' ? 1 : 0;
            if (i == left.Length || j == right.Length)
            {
                // The last digit is not zero, so the longer one is greater.
                return (i < left.Length).CompareTo(j < right.Length);
            }

            if (left[i] != right[j])
            {
                return left[i].CompareTo(right[j]);
            }

            i++;
            j++;
        }
    }

    private static long ReadExponent(ReadOnlySpan<byte> digits)
    {
        var isNegative = digits[0] == '-';
        var exponent = 0L;
        foreach (var digit in digits)
        {
            if (digit is >= (byte)'0' and <= (byte)'9')
            {
                exponent = Math.Min((exponent * 10) + (digit - '0'), MaxExponent);
            }
        }

        return isNegative ? -exponent : exponent;
    }
}
