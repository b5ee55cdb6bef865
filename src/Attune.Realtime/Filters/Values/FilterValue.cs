using System.Text;

namespace Attune.Realtime.Filters.Values;

/// <summary>A value that stands in an expression.</summary>
internal sealed class FilterValue
{
    private readonly byte[] _bytes;
    private readonly int _sign;
    private readonly long _exponent;

    private FilterValue(FieldKind kind, string canonical, byte[] bytes, int sign = 0, long exponent = 0)
    {
        Kind = kind;
        Canonical = canonical;
        _bytes = bytes;
        _sign = sign;
        _exponent = exponent;
    }

    public static FilterValue Null { get; } = new(FieldKind.Null, "null", []);

    public static FilterValue True { get; } = new(FieldKind.True, "true", []);

    public static FilterValue False { get; } = new(FieldKind.False, "false", []);

    public FieldKind Kind { get; }

    /// <summary>How the value is written; equal values are written alike.</summary>
    public string Canonical { get; }

    /// <summary>True when there is an order among values of this kind.</summary>
    public bool HasOrder => Kind is FieldKind.Number or FieldKind.Text;

    private DecimalNumber Number => new(_sign, _bytes, _exponent);

    public static FilterValue OfText(string text) => new(FieldKind.Text, QuotedText.Write(text, '"'), Encoding.UTF8.GetBytes(text));

    /// <param name="text">A number that keeps to the grammar of JSON.</param>
    public static FilterValue OfNumber(string text)
    {
        var number = DecimalNumber.Read(Encoding.ASCII.GetBytes(text));
        byte[] digits = [.. number.Digits.ToArray().Where(digit => digit != '.')];
        return new FilterValue(FieldKind.Number, NumberText.Write(number.Sign, digits, number.Exponent), digits, number.Sign, number.Exponent);
    }

    public bool Is(in FieldValue value) => Kind == value.Kind && Compare(value) == 0;

    public bool IsPrefixOf(in FieldValue value) => value.Kind == FieldKind.Text && value.Text.StartsWith(_bytes);

    /// <summary>The order of a field's value and this one, which are of the same kind: below zero when the field's is less. Texts have the order of their code points.</summary>
    public int Compare(in FieldValue value) => Kind switch
    {
        FieldKind.Text => value.Text.SequenceCompareTo(_bytes),
        FieldKind.Number => DecimalNumber.Compare(value.Number, Number),
        _ => 0,
    };

    /// <summary>The order of two values of the same kind.</summary>
    public int Compare(FilterValue other) => Kind switch
    {
        FieldKind.Text => _bytes.AsSpan().SequenceCompareTo(other._bytes),
        FieldKind.Number => DecimalNumber.Compare(Number, other.Number),
        _ => 0,
    };
}
