using System.Globalization;
using Attune.Configuration.Binding;
using Attune.Streaming.Declarative.Reading;
using Attune.Streaming.Declarative.Rows;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Attune.Streaming.Declarative;

/// <summary>A mapping of a description. Keys are asked for by name; those that nobody asked for, and values that are not allowed, become errors with their path.</summary>
/// <remarks>Nothing throws: a value that is not allowed is noted and reads as absent, so that all errors are found at once.</remarks>
public sealed class PipelineNode
{
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);
    private readonly List<string> _asked = [];
    private readonly ReadContext _context;
    private readonly string _path;
    private readonly YamlNode _node;

    internal PipelineNode(YamlNode node, string path, ReadContext context)
    {
        (_node, _path, _context) = (node, path, context);
        if (node is not YamlMappingNode mapping)
        {
            Add(node, path, "must be a mapping of keys to values");
            return;
        }

        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: { Length: > 0 } name })
            {
                _values[name] = value;
            }
            else
            {
                Add(key, path, "has a key that is not text");
            }
        }
    }

    /// <summary>Path of the mapping, empty at the top.</summary>
    public string Path => _path;

    /// <summary>Folder to which relative paths of files belong.</summary>
    public string Folder => _context.Folder;

    /// <summary>The keys in the order of the file.</summary>
    public IReadOnlyCollection<string> Keys => _values.Keys;

    /// <summary>True if the key is there.</summary>
    public bool Has(string key) => _values.ContainsKey(key);

    /// <summary>A text; null when absent. <c>${NAME}</c> stands for an environment variable.</summary>
    public string? Text(string key) => Take(key) is { } node ? Scalar(node, Of(key)) : null;

    /// <summary>A text that must be there; empty when it is not.</summary>
    public string RequiredText(string key, string what)
    {
        if (!Has(key))
        {
            _asked.Add(key);
            Fail(key, $"is missing; it is {what}");
        }

        return Text(key) is not { } text ? "" : text.Length > 0 ? text : FailAnd(key, $"is empty; it is {what}", "");
    }

    /// <summary>The full path of a file or folder; relative ones belong to the description's folder.</summary>
    public string? FilePath(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        return text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal) ? System.IO.Path.GetFullPath(text, Folder) : FailAnd<string?>(key, "must be a path", null);
    }

    /// <summary>A whole number.</summary>
    public long? Whole(string key, long minimum, long maximum) => Take(key) is { } node ? WholeOf(node, Of(key), minimum, maximum) : null;

    /// <summary>A number.</summary>
    public double? Number(string key, double minimum, double maximum)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        return !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? FailAnd<double?>(key, $"'{text}' is not a number", null)
            : number >= minimum && number <= maximum ? number
            : FailAnd<double?>(key, string.Create(CultureInfo.InvariantCulture, $"{text} is not allowed, the range is {minimum}..{maximum}"), null);
    }

    /// <summary>True or false.</summary>
    public bool? Flag(string key) => Text(key) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var text => FailAnd<bool?>(key, $"'{text}' is not true or false", null),
    };

    /// <summary>A duration such as <c>250ms</c>, <c>30s</c>, <c>5m</c>, <c>12h</c> or <c>1d</c>.</summary>
    public TimeSpan? Duration(string key, TimeSpan minimum, TimeSpan maximum) => Text(key) is { } text ? DurationOf(key, text, minimum, maximum) : null;

    /// <summary>One of some names.</summary>
    public T? Choice<T>(string key, params ReadOnlySpan<(string Name, T Value)> choices)
        where T : struct
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        var names = new List<string>();
        foreach (var (name, value) in choices)
        {
            if (name == text)
            {
                return value;
            }

            names.Add(name);
        }

        return FailAnd<T?>(key, $"'{text}' is not one of {string.Join(", ", names)}{Suggestion(text, names)}", null);
    }

    /// <summary>A mapping below this one; null when absent. Call its <see cref="End"/>.</summary>
    public PipelineNode? Mapping(string key) => Take(key) switch
    {
        null => null,
        YamlMappingNode mapping => new PipelineNode(mapping, Of(key), _context),
        _ => FailAnd<PipelineNode?>(key, "must be a mapping of keys to values", null),
    };

    /// <summary>True if the value is a single one, not a mapping or list.</summary>
    public bool IsScalar(string key) => _values.GetValueOrDefault(key) is YamlScalarNode;

    /// <summary>A list of mappings; empty when absent.</summary>
    public IReadOnlyList<PipelineNode> Mappings(string key) => Take(key) switch
    {
        null => [],
        YamlSequenceNode list => [.. list.Children.Select((node, i) => new PipelineNode(node, $"{Of(key)}[{i}]", _context))],
        _ => FailAnd<IReadOnlyList<PipelineNode>>(key, "must be a list", []),
    };

    /// <summary>A text or a list of texts; empty when absent.</summary>
    public IReadOnlyList<string> Texts(string key) => Take(key) switch
    {
        null => [],
        YamlSequenceNode list => [.. list.Children.Select((node, i) => Scalar(node, $"{Of(key)}[{i}]")).OfType<string>()],
        var node => Scalar(node, Of(key)) is { } text ? [text] : [],
    };

    /// <summary>A value as JSON knows it: plain numbers and flags are such, everything else is text.</summary>
    public RowValue? Value(string key) => Take(key) is { } node ? ValueOf(node, Of(key)) : null;

    /// <summary>A list of values as <see cref="Value"/> reads them.</summary>
    public IReadOnlyList<RowValue> Values(string key) => Take(key) switch
    {
        null => [],
        YamlSequenceNode list => [.. list.Children.Select((node, i) => ValueOf(node, $"{Of(key)}[{i}]")).OfType<RowValue>()],
        _ => FailAnd<IReadOnlyList<RowValue>>(key, "must be a list", []),
    };

    /// <summary>Notes an error about a key; an empty one means the mapping itself.</summary>
    public void Fail(string key, string message) =>
        Add(key.Length > 0 && _values.TryGetValue(key, out var node) ? node : _node, key.Length > 0 ? Of(key) : _path, message);

    /// <summary>Says that keys exist, although nobody asked for them.</summary>
    public void Expect(params ReadOnlySpan<string> keys) => _asked.AddRange(keys);

    /// <summary>Notes every key that nobody asked for.</summary>
    public void End()
    {
        foreach (var (key, node) in _values)
        {
            if (!_asked.Contains(key))
            {
                var known = _asked.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
                var suggestion = Suggestion(key, known);
                Add(node, Of(key), suggestion.Length > 0 ? $"there is no such key{suggestion}" : $"there is no such key; there are {string.Join(", ", known)}");
            }
        }
    }

    internal static string Suggestion(string text, IEnumerable<string> known)
    {
        var nearest = known.MinBy(name => EditDistance.Between(name, text.ToLowerInvariant()));
        return nearest is not null && EditDistance.Between(nearest, text.ToLowerInvariant()) <= Math.Max(1, Math.Min(3, nearest.Length / 2)) ? $"; did you mean {nearest}?" : "";
    }

    private static bool IsPlainNumber(string text, out RowValue value)
    {
        value = default;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            value = RowValue.Of(whole);
            return true;
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number) || !text.Any(char.IsAsciiDigit))
        {
            return false;
        }

        value = RowValue.Of(number);
        return true;
    }

    private string Of(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private YamlNode? Take(string key)
    {
        _asked.Add(key);
        return _values.GetValueOrDefault(key);
    }

    private long? WholeOf(YamlNode node, string path, long minimum, long maximum)
    {
        if (Scalar(node, path) is not { } text)
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            Add(node, path, $"'{text}' is not a whole number");
            return null;
        }

        if (number < minimum || number > maximum)
        {
            Add(node, path, $"{number} is not allowed, the range is {minimum}..{maximum}");
            return null;
        }

        return number;
    }

    private TimeSpan? DurationOf(string key, string text, TimeSpan minimum, TimeSpan maximum) =>
        !ValueFormat.TryParseDuration(text.StartsWith('-') ? text[1..] : text, out var value)
            ? FailAnd<TimeSpan?>(key, $"'{text}' is not a duration such as 250ms, 30s, 5m, 12h or 1d", null)
            : text.StartsWith('-') || value < minimum || value > maximum
                ? FailAnd<TimeSpan?>(key, $"{text} is not allowed, the range is {ValueFormat.Format(minimum)}..{ValueFormat.Format(maximum)}", null)
                : value;

    private RowValue? ValueOf(YamlNode node, string path)
    {
        if (Scalar(node, path) is not { } text)
        {
            return null;
        }

        var isPlain = node is YamlScalarNode { Style: ScalarStyle.Plain };
        return isPlain && text is "true" or "false" ? RowValue.Of(text == "true")
            : isPlain && IsPlainNumber(text, out var number) ? number
            : RowValue.Of(text);
    }

    private string? Scalar(YamlNode node, string path)
    {
        if (node is not YamlScalarNode scalar)
        {
            Add(node, path, "must be a single value");
            return null;
        }

        if (scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null")
        {
            Add(node, path, "has no value");
            return null;
        }

        var text = scalar.Value!;
        if (text is ['$', '{', .., '}'])
        {
            var value = _context.Environment(text[2..^1]);
            if (value is null)
            {
                Add(node, path, $"the environment variable {text[2..^1]} is not set");
            }

            return value;
        }

        return text;
    }

    private T FailAnd<T>(string key, string message, T value)
    {
        Fail(key, message);
        return value;
    }

    private void Add(YamlNode node, string path, string message) => _context.Errors.Add(new PipelineError(path, message, node.Start.Line));
}
