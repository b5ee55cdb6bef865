using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Streaming.Aggregates.Sketches;

/// <summary>Hashes that are the same in every process, for sketches that are kept.</summary>
internal static class StableHash64
{
    /// <summary>The hash of a type that has one.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is no text, number, instant or <see cref="Guid"/>.</exception>
    public static Func<T, ulong> For<T>() => (Func<T, ulong>)(object)(default(T) switch
    {
        _ when typeof(T) == typeof(string) => new Func<string, ulong>(OfText),
        int => new Func<int, ulong>(static value => OfNumber((ulong)value)),
        uint => new Func<uint, ulong>(static value => OfNumber(value)),
        long => new Func<long, ulong>(static value => OfNumber((ulong)value)),
        ulong => new Func<ulong, ulong>(OfNumber),
        double => new Func<double, ulong>(static value => OfNumber(BitConverter.DoubleToUInt64Bits(value == 0 ? 0 : value))),
        DateTime => new Func<DateTime, ulong>(static value => OfNumber((ulong)value.Ticks)),
        Guid => new Func<Guid, ulong>(static value => OfBytes(MemoryMarshal.AsBytes(new ReadOnlySpan<Guid>(in value)))),
        _ => throw new ArgumentException($"{typeof(T)} has no stable hash of its own: give one."),
    });

    /// <summary>The finishing steps of SplitMix64 (Steele, Lea and Flood 2014).</summary>
    public static ulong OfNumber(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private static ulong OfText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return OfBytes(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private static ulong OfBytes(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = OfNumber(BitOperations.RotateLeft(hash, 23) ^ MemoryMarshal.Read<ulong>(bytes));
        }

        ulong rest = 0;
        foreach (var part in bytes)
        {
            rest = (rest << 8) | part;
        }

        return OfNumber(BitOperations.RotateLeft(hash, 23) ^ rest);
    }
}
