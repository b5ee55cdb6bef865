namespace Attune.Measurement.Collection;

/// <summary>Compares sorted tags by text.</summary>
internal sealed class CanonicalTagsComparer : IEqualityComparer<KeyValuePair<string, string>[]>
{
    public static readonly CanonicalTagsComparer Instance = new();

    public bool Equals(KeyValuePair<string, string>[]? x, KeyValuePair<string, string>[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(KeyValuePair<string, string>[] obj)
    {
        var hash = default(HashCode);
        foreach (var (key, value) in obj)
        {
            hash.Add(key, StringComparer.Ordinal);
            hash.Add(value, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }
}
