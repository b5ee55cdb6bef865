using System.Globalization;
using System.Text;

namespace Attune.Measurement.Exposition;

/// <summary>Numbers, labels and help texts in the exposition format.</summary>
internal static class PrometheusText
{
    public static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    public static string Help(string text) => Escape(text, quotes: false);

    /// <summary>The tags as <c>a="1",b="2"</c>, sorted; empty without tags. Equal tags give equal text.</summary>
    public static string Labels(IEnumerable<KeyValuePair<string, string>> tags)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            // To Prometheus an empty label is the same as none, so two series would become one.
            if (value.Length > 0)
            {
                var name = PrometheusNames.Label(key);
                labels[name] = labels.TryGetValue(name, out var other) ? other + ";" + value : value;
            }
        }

        return string.Join(',', labels.Select(label => $"{label.Key}=\"{Escape(label.Value, quotes: true)}\""));
    }

    private static string Escape(string text, bool quotes)
    {
        var escaped = new StringBuilder(text.Length);
        // By runes: half a surrogate pair becomes the replacement character here, not only when it is encoded.
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\\' => escaped.Append(@"\\"),
                '\n' => escaped.Append(@"\n"),
                '"' when quotes => escaped.Append("\\\""),
                _ => escaped.Append(rune.ToString()),
            };
        }

        return escaped.ToString();
    }
}
