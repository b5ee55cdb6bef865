using System.Runtime.InteropServices;

namespace Attune.Streaming.Mail.Headers;

/// <summary>Where one header field stands in the text: [<paramref name="NameStart"/>, +<paramref name="NameLength"/>) is the name, [<paramref name="ValueStart"/>, <paramref name="ValueEnd"/>) the folded value.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HeaderField(int NameStart, int NameLength, int ValueStart, int ValueEnd, int Line)
{
    public bool IsNamed(ReadOnlySpan<char> text, ReadOnlySpan<char> name) =>
        NameLength == name.Length && text.Slice(NameStart, NameLength).Equals(name, StringComparison.OrdinalIgnoreCase);

    public ReadOnlySpan<char> Value(ReadOnlySpan<char> text) => text[ValueStart..ValueEnd];
}
