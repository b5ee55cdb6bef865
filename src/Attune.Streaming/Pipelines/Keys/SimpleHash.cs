using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Attune.Streaming.Partitions;

namespace Attune.Streaming.Pipelines.Keys;

/// <summary>Hash of values that are one run of bits. Equal values have equal hashes.</summary>
internal static class SimpleHash
{
    public static uint Of<T>(T value) => value switch
    {
        // Zero and minus zero are equal, and so are all that are not numbers.
        double number => OfNumber(number),
        float number => OfNumber(number),
        Half number => OfNumber((double)number),
        DateTime time => StableHash.Of((ulong)time.Ticks),
        DateTimeOffset time => StableHash.Of((ulong)time.UtcTicks),
        decimal number => StableHash.Of(number.ToString("G29", CultureInfo.InvariantCulture)),
        _ => OfBytes(value),
    };

    private static uint OfNumber(double number) => StableHash.Of(
        number == 0 ? 0 : double.IsNaN(number) ? (ulong)BitConverter.DoubleToInt64Bits(double.NaN) : (ulong)BitConverter.DoubleToInt64Bits(number));

    private static uint OfBytes<T>(T value)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            throw new NotSupportedException($"A key of type {typeof(T)} has no stable hash.");
        }

        return StableHash.Of(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref value), Unsafe.SizeOf<T>()));
    }
}
