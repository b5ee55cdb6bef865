namespace Attune.Measurement.Collection;

/// <summary>Compares tags in the order given, so that a span of them finds its series without allocation.</summary>
internal sealed class RawTagsComparer
    : IEqualityComparer<KeyValuePair<string, object?>[]>,
      IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, KeyValuePair<string, object?>[]>
{
    public static readonly RawTagsComparer Instance = new();

    public KeyValuePair<string, object?>[] Create(ReadOnlySpan<KeyValuePair<string, object?>> alternate) => alternate.ToArray();

    public bool Equals(KeyValuePair<string, object?>[]? x, KeyValuePair<string, object?>[]? y) => Equals(x.AsSpan(), y!);

    public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> alternate, KeyValuePair<string, object?>[] other)
    {
        if (alternate.Length != other.Length)
        {
            return false;
        }

        for (var i = 0; i < alternate.Length; i++)
        {
            var (left, right) = (alternate[i].Value, other[i].Value);
            var same = left is string text ? right is string otherText && string.Equals(text, otherText, StringComparison.Ordinal)
                : Equals(left, right);
            if (!same || !string.Equals(alternate[i].Key, other[i].Key, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    public int GetHashCode(KeyValuePair<string, object?>[] obj) => GetHashCode(obj.AsSpan());

    // Keys are left out: for one instrument they hardly vary, and hashing them would double the cost of a look-up.
    public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> alternate)
    {
        var hash = alternate.Length;
        foreach (var (_, value) in alternate)
        {
            hash = (hash * 31) + (value is string text ? text.GetHashCode(StringComparison.Ordinal) : value?.GetHashCode() ?? 0);
        }

        return hash;
    }
}
