namespace Attune.Streaming.Partitions;

/// <summary>FNV-1a over UTF-16 units: spreads keys over partitions the same way in every process, unlike <see cref="string.GetHashCode()"/>.</summary>
internal static class StableHash
{
    public static uint Of(string key)
    {
        var hash = 2166136261u;
        foreach (var unit in key)
        {
            hash = (hash ^ unit) * 16777619u;
        }

        // The low bits of FNV-1a are weak for short keys; fold the high ones in.
        return hash ^ (hash >> 15);
    }
}
