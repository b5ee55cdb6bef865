using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Attune.Events;

/// <summary>
/// A 128-bit event identity: 48 bits of event time in milliseconds, then 80 bits of a SHA-256 over what identifies the event.
/// </summary>
/// <remarks>
/// The same input gives the same id, so storing it twice is detected. The time prefix keeps inserts into the unique index close
/// together, as in UUID version 7. Two different events of the same millisecond collide with probability 2⁻⁸⁰.
/// </remarks>
public readonly record struct EventId(UInt128 Value)
{
    /// <summary>Size of the binary form in bytes.</summary>
    public const int Size = 16;

    /// <summary>Derives the id of the event that <paramref name="identity"/> names.</summary>
    public static EventId Create(DateTime timestamp, ReadOnlySpan<byte> identity)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(identity, hash);
        var milliseconds = (ulong)(timestamp - DateTime.UnixEpoch).TotalMilliseconds & 0xFFFF_FFFF_FFFF;
        var high = (milliseconds << 16) | BinaryPrimitives.ReadUInt16BigEndian(hash);
        return new EventId(new UInt128(high, BinaryPrimitives.ReadUInt64BigEndian(hash[2..])));
    }

    /// <inheritdoc cref="Create(DateTime, ReadOnlySpan{byte})"/>
    public static EventId Create(DateTime timestamp, string identity) => Create(timestamp, Encoding.UTF8.GetBytes(identity));

    /// <summary>The id of the same event in a replay that is moved in time: other than this one, and the same for the same arguments.</summary>
    /// <param name="by">How far the event time moves.</param>
    /// <param name="generation">Number of the replay.</param>
    public EventId Shift(TimeSpan by, int generation)
    {
        var time = (ulong)((long)(ulong)(Value >> 80) + (by.Ticks / TimeSpan.TicksPerMillisecond)) & 0xFFFF_FFFF_FFFF;
        var hash = Value & (UInt128.MaxValue >> 48);
        return new EventId(((UInt128)time << 80) | (hash ^ ((ulong)generation * 0x9E37_79B9_7F4A_7C15)));
    }

    /// <summary>Writes the big-endian binary form, whose byte order is the ids' order.</summary>
    public void WriteTo(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    public static EventId Read(ReadOnlySpan<byte> source) => new(BinaryPrimitives.ReadUInt128BigEndian(source));

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
