using System.Globalization;
using System.Text;

namespace Attune.Lab.Reports.Text;

/// <summary>Lines of comma-separated values (RFC 4180). Text that a spreadsheet would take for a formula gets an apostrophe before it.</summary>
internal sealed class CsvText
{
    private static readonly char[] Special = [',', '"', '\r', '\n'];
    private readonly StringBuilder _text = new();

    public CsvText Line(params ReadOnlySpan<object?> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            _text.Append(i == 0 ? "" : ",").Append(Field(fields[i]));
        }

        _text.Append("\r\n");
        return this;
    }

    public override string ToString() => _text.ToString();

    private static string Field(object? value) => value switch
    {
        null or "" => "",
        string formula when "=+-@\t".Contains(formula[0], StringComparison.Ordinal) => Field($"'{formula}"),
        string text when text.IndexOfAny(Special) >= 0 => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
