using System.Globalization;

namespace Attune.Measurement.Collection;

/// <summary>Tags as a caller passed them, kept as a key to find their series again without making text of them.</summary>
internal static class TagSet
{
    public static readonly KeyValuePair<string, string>[] Overflow = [KeyValuePair.Create("otel.metric.overflow", "true")];

    /// <summary>Whether the tags may be kept: immutable values of bounded size only, so that no caller's object stays alive.</summary>
    public static bool IsKeepable(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (_, value) in tags)
        {
            var keepable = value is null or bool || value.GetType().IsPrimitive
                || (value is string text && text.Length <= MetricsCollector.MaxTagValueLength);
            if (!keepable)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The tags as text, sorted by key; of equal keys the last one counts.</summary>
    public static KeyValuePair<string, string>[] Canonicalize(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            sorted[key] = TextOf(value);
        }

        return [.. sorted];
    }

    private static string TextOf(object? value)
    {
        var text = value switch
        {
            null => string.Empty,
            string already => already,
            bool flag => flag ? "true" : "false",
            IFormattable formattable => formattable.ToString(format: null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? string.Empty,
        };
        return text.Length <= MetricsCollector.MaxTagValueLength ? text : text[..MetricsCollector.MaxTagValueLength];
    }
}
