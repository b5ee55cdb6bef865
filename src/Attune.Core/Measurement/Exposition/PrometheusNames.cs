using System.Text;

namespace Attune.Measurement.Exposition;

/// <summary>Names as Prometheus and its linter want them.</summary>
internal static class PrometheusNames
{
    private const string Total = "total";
    private static readonly string[] TypeWords = ["counter", "gauge", "histogram", "summary"];
    private static readonly string[] OtherTypesSuffixes = [Total, "count", "sum", "bucket"];

    /// <summary>Name of a family; <paramref name="rename"/> tells apart those that would otherwise have the same.</summary>
    public static string Family(string instrument, string unit, MetricKind kind, int rename)
    {
        var words = Words(instrument);
        for (var i = words.Count - 1; i > 0; i--)
        {
            if (TypeWords.Contains(words[i], StringComparer.Ordinal))
            {
                words.RemoveAt(i);
            }
        }

        while (words.Count > 1 && IsReserved(words[^1], kind))
        {
            words.RemoveAt(words.Count - 1);
        }

        words.AddRange(Enumerable.Repeat("value", rename));
        if (unit.Length > 0 && !string.Equals(words[^1], unit, StringComparison.Ordinal))
        {
            words.Add(unit);
        }

        if (kind == MetricKind.Counter)
        {
            words.Add(Total);
        }

        return Join(words);
    }

    /// <summary>Name of a label; never one that Prometheus keeps for itself.</summary>
    public static string Label(string tag)
    {
        var name = Join(Words(tag));
        return name is "le" or "quantile" ? "exported_" + name : name;
    }

    private static bool IsReserved(string word, MetricKind kind) => kind == MetricKind.Counter
        ? string.Equals(word, Total, StringComparison.Ordinal)
        : OtherTypesSuffixes.Contains(word, StringComparer.Ordinal);

    private static string Join(List<string> words)
    {
        var name = string.Join('_', words);
        return char.IsAsciiDigit(name[0]) ? "_" + name : name;
    }

    /// <summary>Lower-case words of letters and digits; <c>camelCase</c> counts as two.</summary>
    private static List<string> Words(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var previous = '_';
        foreach (var letter in name)
        {
            var ends = !char.IsAsciiLetterOrDigit(letter) || (char.IsAsciiLetterUpper(letter) && char.IsAsciiLetterLower(previous));
            if (ends && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }

            if (char.IsAsciiLetterOrDigit(letter))
            {
                word.Append(char.ToLowerInvariant(letter));
            }

            previous = letter;
        }

        if (word.Length > 0 || words.Count == 0)
        {
            words.Add(word.Length > 0 ? word.ToString() : "unnamed");
        }

        return words;
    }
}
