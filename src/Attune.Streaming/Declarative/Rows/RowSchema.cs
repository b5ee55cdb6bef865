namespace Attune.Streaming.Declarative.Rows;

/// <summary>The fields of its events that a pipeline uses. A dot leads into an object: <c>client.ip</c> is <c>ip</c> of <c>client</c>, or a field with that very name.</summary>
public sealed class RowSchema
{
    private readonly List<string> _names = [];
    private readonly List<FieldUse> _uses = [];

    /// <summary>The fields, in the order of a row's values.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>What each field must be.</summary>
    public IReadOnlyList<FieldUse> Uses => _uses;

    /// <summary>The fields that an event may have; null for any. Others make it a dead letter.</summary>
    public IReadOnlyCollection<string>? Allowed { get; init; }

    /// <summary>Longest text in a key, in characters. Default 1,024.</summary>
    public int MaxKeyLength { get; init; } = 1024;

    /// <summary>Index of a field, which is added if it is not there; uses add up.</summary>
    public int Use(string name, FieldUse use)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var index = _names.IndexOf(name);
        if (index < 0)
        {
            _names.Add(name);
            _uses.Add(use);
            return _names.Count - 1;
        }

        _uses[index] |= use;
        return index;
    }
}
