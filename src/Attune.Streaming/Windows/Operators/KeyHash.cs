using System.Runtime.CompilerServices;

namespace Attune.Streaming.Windows.Operators;

/// <summary>Hash and equality of keys, without a comparer's call for value types.</summary>
internal static class KeyHash
{
    /// <summary>A hash whose high bits are well mixed, also for numbers in a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of<TKey>(TKey key)
        where TKey : notnull
    {
        if (typeof(TKey) == typeof(NoKey))
        {
            return 0;
        }

        var hash = (uint)key.GetHashCode() * 0x9E3779B1u;
        return (hash ^ (hash >> 15)) * 0x85EBCA77u;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreEqual<TKey>(TKey left, TKey right) => EqualityComparer<TKey>.Default.Equals(left, right);
}
