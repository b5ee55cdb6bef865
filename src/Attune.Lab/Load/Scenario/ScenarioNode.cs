using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Attune.Lab.Load;

/// <summary>A mapping of a YAML file whose keys are taken one by one, so that those left over are errors with their line.</summary>
internal sealed class ScenarioNode
{
    private readonly Dictionary<string, YamlNode> _left = new(StringComparer.Ordinal);
    private readonly List<string> _known = [];
    private readonly string _origin;
    private readonly string _path;
    private readonly YamlNode _node;

    public ScenarioNode(YamlNode node, string path, string origin)
    {
        (_origin, _path, _node) = (origin, path, node);
        if (node is not YamlMappingNode mapping)
        {
            throw Fail(node, path.TrimEnd('.'), "must be a mapping of keys to values");
        }

        foreach (var (key, value) in mapping.Children)
        {
            _left[(key as YamlScalarNode)?.Value ?? throw Fail(key, path.TrimEnd('.'), "has a key that is not text")] = value;
        }
    }

    public bool Has(string key) => _left.ContainsKey(key);

    /// <summary>A single value, read by <paramref name="read"/>; null when the key is absent.</summary>
    public T? Value<T>(string key, Func<string, T?> read, string expected)
        where T : struct =>
        Take(key) is not { } node ? null : Read(node, key, text => read(text) ?? throw new LoadException($"{_path}{key}: '{text}' is not {expected}"));

    public string? Text(string key) => Take(key) is { } node ? Scalar(node, key) : null;

    /// <summary>A text that <paramref name="read"/> makes something of; its own errors get the line.</summary>
    public T? Parsed<T>(string key, Func<string, T> read)
        where T : class => Take(key) is { } node ? Read(node, key, read) : null;

    public int? Integer(string key) =>
        Value<int>(key, text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null, "a whole number");

    public long? Long(string key) =>
        Value<long>(key, text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null, "a whole number");

    public double? Number(string key) =>
        Value<double>(key, text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null, "a number");

    public double? Number(string key, double minimum, double maximum)
    {
        var node = _left.GetValueOrDefault(key);
        var number = Number(key);
        return number is null || (number >= minimum && number <= maximum)
            ? number
            : throw Fail(node!, $"{_path}{key}:", string.Create(CultureInfo.InvariantCulture, $"{number} is not allowed, the range is {minimum}..{maximum}"));
    }

    public bool? Flag(string key) => Value<bool>(key, text => text switch { "true" => true, "false" => false, _ => null }, "true or false");

    public TimeSpan? Duration(string key) =>
        Value<TimeSpan>(key, text => DurationText.TryParse(text, out var time) ? time : null, "a duration such as 250ms, 30s, 5m or 1h");

    public T? Choice<T>(string key)
        where T : struct, Enum =>
        Value<T>(key, text => Enum.TryParse<T>(text, ignoreCase: true, out var value) && !char.IsAsciiDigit(text[0]) ? value : null,
            "one of " + string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant());

    public ScenarioNode? Mapping(string key) => Take(key) is { } node ? new ScenarioNode(node, $"{_path}{key}.", _origin) : null;

    /// <summary>The mappings of a list; empty when the key is absent.</summary>
    public IReadOnlyList<ScenarioNode> Mappings(string key) =>
        [.. Items(key).Select((node, i) => new ScenarioNode(node, $"{_path}{key}[{i}].", _origin))];

    /// <summary>The texts of a list; empty when the key is absent.</summary>
    public IReadOnlyList<T> ParsedList<T>(string key, Func<string, T> read) =>
        [.. Items(key).Select((node, i) => Read(node, $"{key}[{i}]", read))];

    /// <summary>Names and texts of a mapping.</summary>
    public Dictionary<string, string> Texts(string key)
    {
        var texts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (Mapping(key) is { } mapping)
        {
            foreach (var name in mapping._left.Keys.ToList())
            {
                texts[name] = mapping.Text(name)!;
            }
        }

        return texts;
    }

    /// <summary>An error about the mapping as a whole.</summary>
    public LoadException Fail(string problem) => Fail(_node, _path.TrimEnd('.'), problem);

    /// <summary>Fails when keys are left that nobody asked for.</summary>
    public void End()
    {
        foreach (var (key, node) in _left)
        {
            throw Fail(node, _path + key, $"is unknown; there are {string.Join(", ", _known.Distinct().Order(StringComparer.Ordinal))}");
        }
    }

    private IEnumerable<YamlNode> Items(string key) => Take(key) switch
    {
        null => [],
        YamlSequenceNode list => list.Children,
        var node => throw Fail(node, _path + key, "must be a list"),
    };

    private YamlNode? Take(string key)
    {
        _known.Add(key);
        return _left.Remove(key, out var node) ? node : null;
    }

    private T Read<T>(YamlNode node, string key, Func<string, T> read)
    {
        try
        {
            return read(Scalar(node, key));
        }
        catch (LoadException error) when (!error.Message.StartsWith(_origin, StringComparison.Ordinal))
        {
            throw new LoadException($"{_origin}:{node.Start.Line}: {error.Message}", error);
        }
    }

    private string Scalar(YamlNode node, string key) => (node as YamlScalarNode)?.Value ?? throw Fail(node, _path + key, "must be a single value");

    private LoadException Fail(YamlNode node, string path, string problem) => new($"{_origin}:{node.Start.Line}: {(path.Length == 0 ? "the scenario" : path)} {problem}");
}
