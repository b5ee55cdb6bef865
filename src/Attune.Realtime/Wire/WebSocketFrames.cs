using System.Buffers.Binary;
using System.Text;

namespace Attune.Realtime.Wire;

/// <summary>Frames that a server sends (RFC 6455, 5.2): whole messages, not masked.</summary>
internal static class WebSocketFrames
{
    public const byte ContinuationOpcode = 0x0;
    public const byte TextOpcode = 0x1;
    public const byte BinaryOpcode = 0x2;
    public const byte CloseOpcode = 0x8;
    public const byte PingOpcode = 0x9;
    public const byte PongOpcode = 0xA;

    /// <summary>Longest header of a frame without a mask, in bytes.</summary>
    public const int MaxHeaderLength = 10;

    /// <summary>Longest payload of a close, ping or pong, in bytes.</summary>
    public const int MaxControlPayload = 125;

    /// <summary>Longest reason of a close, in bytes of UTF-8.</summary>
    public const int MaxReason = MaxControlPayload - sizeof(ushort);

    private const byte Final = 0x80;
    private const byte Compressed = 0x40;
    private const byte TwoByteLength = 126;
    private const byte EightByteLength = 127;

    /// <summary>Writes the header of a frame that is a whole message.</summary>
    /// <param name="destination">At least <see cref="MaxHeaderLength"/> bytes.</param>
    /// <param name="opcode">What the frame is.</param>
    /// <param name="payloadLength">Bytes that follow.</param>
    /// <param name="compressed">The payload is deflated (RFC 7692): sets RSV1.</param>
    /// <returns>Length of the header in bytes.</returns>
    public static int WriteHeader(Span<byte> destination, byte opcode, long payloadLength, bool compressed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        destination[0] = (byte)(Final | opcode | (compressed ? Compressed : 0));
        switch (payloadLength)
        {
            case < TwoByteLength:
                destination[1] = (byte)payloadLength;
                return 2;
            case <= ushort.MaxValue:
                destination[1] = TwoByteLength;
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payloadLength);
                return 4;
            default:
                destination[1] = EightByteLength;
                BinaryPrimitives.WriteInt64BigEndian(destination[2..], payloadLength);
                return MaxHeaderLength;
        }
    }

    /// <summary>Length of the header before so many bytes of payload.</summary>
    public static int HeaderLength(long payloadLength) => payloadLength switch { < TwoByteLength => 2, <= ushort.MaxValue => 4, _ => MaxHeaderLength };

    /// <summary>The payload of a whole frame.</summary>
    public static ReadOnlySpan<byte> PayloadOf(ReadOnlySpan<byte> frame) => frame[(frame[1] switch { TwoByteLength => 4, EightByteLength => MaxHeaderLength, _ => 2 })..];

    /// <summary>A text message; its payload is UTF-8, or such text deflated.</summary>
    public static byte[] Text(ReadOnlySpan<byte> payload, bool compressed = false) => Frame(TextOpcode, payload, compressed);

    /// <summary>A close; a reason of more than <see cref="MaxReason"/> bytes is cut between two characters.</summary>
    public static byte[] Close(ushort code, string reason)
    {
        Span<byte> payload = stackalloc byte[MaxControlPayload];
        BinaryPrimitives.WriteUInt16BigEndian(payload, code);
        // Stops before the first character that does not fit as a whole.
        Encoding.UTF8.GetEncoder().Convert(reason, payload[sizeof(ushort)..], flush: true, out _, out var written, out _);
        return Frame(CloseOpcode, payload[..(sizeof(ushort) + written)], compressed: false);
    }

    /// <summary>A ping without a payload.</summary>
    public static byte[] Ping() => Frame(PingOpcode, [], compressed: false);

    private static byte[] Frame(byte opcode, ReadOnlySpan<byte> payload, bool compressed)
    {
        Span<byte> header = stackalloc byte[MaxHeaderLength];
        var length = WriteHeader(header, opcode, payload.Length, compressed);
        var frame = new byte[length + payload.Length];
        header[..length].CopyTo(frame);
        payload.CopyTo(frame.AsSpan(length));
        return frame;
    }
}
