namespace Attune.Realtime.Filters.Values;

/// <summary>What a payload holds at a path.</summary>
internal readonly ref struct FieldValue
{
    private FieldValue(FieldKind kind, ReadOnlySpan<byte> text, DecimalNumber number)
    {
        Kind = kind;
        Text = text;
        Number = number;
    }

    public FieldKind Kind { get; }

    /// <summary>UTF-8, without escapes; of a text only.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>Of a number only.</summary>
    public DecimalNumber Number { get; }

    public static FieldValue Of(FieldKind kind) => new(kind, default, default);

    public static FieldValue OfText(ReadOnlySpan<byte> text) => new(FieldKind.Text, text, default);

    public static FieldValue OfNumber(ReadOnlySpan<byte> json) => new(FieldKind.Number, default, DecimalNumber.Read(json));
}
