using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Attune.Streaming.Partitions;

/// <summary>Spreads keys over partitions the same way in every process, unlike <see cref="string.GetHashCode()"/>.</summary>
internal static class StableHash
{
    /// <summary>FNV-1a over the UTF-16 units.</summary>
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

    /// <summary>A bijection of 64 bits, of which the upper half is taken: neighbours go far apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(ulong key)
    {
        key ^= key >> 32;
        key *= 0x9E3779B97F4A7C15;
        key ^= key >> 29;
        key *= 0xBF58476D1CE4E5B9;
        return (uint)(key >> 32);
    }

    /// <summary>Hash of bytes, eight at a time.</summary>
    public static uint Of(ReadOnlySpan<byte> key)
    {
        var hash = (ulong)key.Length * 0x9E3779B97F4A7C15;
        for (; key.Length >= sizeof(ulong); key = key[sizeof(ulong)..])
        {
            hash = BitOperations.RotateLeft(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key), 29) * 0xBF58476D1CE4E5B9;
        }

        foreach (var value in key)
        {
            hash = (hash ^ value) * 0x100000001B3;
        }

        return Of(hash);
    }

    /// <summary>Hash of a sequence: that of its beginning and that of its next part.</summary>
    public static uint Combine(uint first, uint next) => Of(((ulong)first << 32) | next);

    /// <summary>One of <paramref name="partitions"/>, 1 or more, from 0: evenly, without a division.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Partition(uint hash, int partitions) => (int)((hash * (ulong)partitions) >> 32);
}
