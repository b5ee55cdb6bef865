using System.Text.Json;
using Attune.Realtime.Channels;

namespace Attune.Realtime.Protocol;

/// <summary>The fields of one JSON object, read with their limits; remembers the first thing that is wrong.</summary>
internal sealed class CommandFields
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly string _prefix;

    /// <param name="element">A JSON object.</param>
    /// <param name="known">Fields that mean something; the others are passed over.</param>
    /// <param name="prefix">Before the names of fields in problems.</param>
    public CommandFields(JsonElement element, ReadOnlySpan<string> known, string prefix = "")
    {
        _prefix = prefix;
        foreach (var property in element.EnumerateObject())
        {
            if (Name(property) is { } name && known.Contains(name) && !_fields.TryAdd(name, property.Value))
            {
                Refuse($"{prefix}{name} is there twice.");
            }
        }
    }

    /// <summary>What is wrong, for a person; null when nothing is.</summary>
    public string? Problem { get; private set; }

    public bool Has(string name) => _fields.ContainsKey(name);

    public void Refuse(string problem) => Problem ??= problem;

    /// <summary>A text of 1 to <paramref name="maxLength"/> characters; null when there is none or it is wrong.</summary>
    public string? Text(string name, int maxLength)
    {
        if (!_fields.TryGetValue(name, out var element))
        {
            return null;
        }

        if (Read(element) is { Length: > 0 } text && text.Length <= maxLength)
        {
            return text;
        }

        Refuse($"{_prefix}{name} must be a text of 1 to {maxLength:N0} characters.");
        return null;
    }

    public bool Flag(string name)
    {
        if (_fields.TryGetValue(name, out var element) && element.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Refuse($"{_prefix}{name} must be true or false.");
            return false;
        }

        return element.ValueKind == JsonValueKind.True;
    }

    public double? Number(string name, double min, double max, string unit)
    {
        if (!_fields.TryGetValue(name, out var element))
        {
            return null;
        }

        if (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && number >= min && number <= max)
        {
            return number;
        }

        Refuse($"{_prefix}{name} must be a number from {min:#,0.##} to {max:#,0.##} ({unit}).");
        return null;
    }

    /// <summary>The id; nothing when there is none or it is wrong.</summary>
    public RequestId Id(string name)
    {
        if (!_fields.TryGetValue(name, out var element))
        {
            return RequestId.None;
        }

        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number))
        {
            return new RequestId(number);
        }

        if (Read(element) is { Length: <= CommandLimits.IdLength } text)
        {
            return new RequestId(text);
        }

        Refuse($"{_prefix}{name} must be a text of up to {CommandLimits.IdLength} characters or a whole number of 64 bits.");
        return RequestId.None;
    }

    /// <summary>Names and patterns, each once: <paramref name="many"/> or, for a single one, <paramref name="one"/>.</summary>
    public IReadOnlyList<ChannelPattern> Channels(string many, string one)
    {
        var hasMany = _fields.TryGetValue(many, out var list);
        var hasOne = _fields.TryGetValue(one, out var single);
        if (hasMany == hasOne)
        {
            Refuse($"{many} (1 to {CommandLimits.Channels} names or patterns) or {one} (a single one) is needed{(hasMany ? ", not both" : "")}.");
            return [];
        }

        if (hasOne)
        {
            return Channel(single) is { } only ? [only] : Wrong(one);
        }

        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > CommandLimits.Channels)
        {
            Refuse($"{many} must be an array of 1 to {CommandLimits.Channels} names or patterns.");
            return [];
        }

        var patterns = new List<ChannelPattern>(list.GetArrayLength());
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.GetArrayLength(); i++)
        {
            if (Channel(list[i]) is not { } pattern)
            {
                return Wrong($"{many}[{i}]");
            }

            if (seen.Add(pattern.Text))
            {
                patterns.Add(pattern);
            }
        }

        return patterns;

        IReadOnlyList<ChannelPattern> Wrong(string place)
        {
            Refuse($"{place} must be a channel of 1 to {ChannelPattern.MaxLength} characters: letters, digits, _ and - in segments with dots between; * for any segment, a last ** for all that follow.");
            return [];
        }
    }

    /// <summary>The point to go on from; null when there is none or it is wrong.</summary>
    public ResumePoint? Resume(string name)
    {
        if (!_fields.TryGetValue(name, out var element))
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            Refuse($"{name} must be an object with epoch and sequences.");
            return null;
        }

        var fields = new CommandFields(element, ["epoch", "sequences"], name + ".");
        var epoch = fields.Text("epoch", CommandLimits.EpochLength);
        var sequences = fields.Sequences("sequences");
        if (fields.Problem is null && (epoch is null || sequences is null))
        {
            fields.Refuse($"{name} must be an object with epoch and sequences.");
        }

        if (fields.Problem is { } problem)
        {
            Refuse(problem);
            return null;
        }

        return new ResumePoint(epoch!, sequences!);
    }

    private Dictionary<string, long>? Sequences(string name)
    {
        if (!_fields.TryGetValue(name, out var element))
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.Object || element.GetPropertyCount() > CommandLimits.ResumedChannels)
        {
            Refuse($"{_prefix}{name} must be an object of up to {CommandLimits.ResumedChannels:N0} channels.");
            return null;
        }

        var sequences = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!ChannelPattern.IsChannelName(Name(property)))
            {
                Refuse($"{_prefix}{name} must have names of channels (no patterns) of 1 to {ChannelPattern.MaxLength} characters.");
                return null;
            }

            if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetInt64(out var sequence) || sequence < 0)
            {
                Refuse($"{_prefix}{name}.{property.Name} must be a whole number from 0 to {long.MaxValue}.");
                return null;
            }

            if (!sequences.TryAdd(property.Name, sequence))
            {
                Refuse($"{_prefix}{name}.{property.Name} is there twice.");
                return null;
            }
        }

        return sequences;
    }

    private static ChannelPattern? Channel(JsonElement element) => ChannelPattern.TryParse(Read(element), out var pattern) ? pattern : null;

    /// <summary>JSON allows an escape that gives half a surrogate pair; .NET refuses to read it as text: null.</summary>
    private static string? Read(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
