using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Attune.Realtime.Tests.Wire;

/// <summary>A frame by hand: any bits, also those that the protocol forbids.</summary>
internal sealed record RawFrame(int Opcode, byte[] Payload, bool Final = true, int Reserved = 0)
{
    public const int Rsv1 = 4;

    /// <summary>Four bytes of which none is zero, so that a mask that is not taken off shows.</summary>
    private static readonly byte[] Mask = [0x5A, 0xC3, 0x11, 0x9E];

    public static RawFrame Text(string text, bool final = true) => new(1, Encoding.UTF8.GetBytes(text), final);

    public static RawFrame Text(byte[] text, bool final = true) => new(1, text, final);

    public static RawFrame Next(byte[] more, bool final = true) => new(0, more, final);

    public static RawFrame Ping(byte[] payload) => new(9, payload);

    public static RawFrame Pong(byte[] payload) => new(10, payload);

    public static RawFrame Close(int code, byte[]? reason = null) => new(8, [(byte)(code >> 8), (byte)code, .. reason ?? []]);

    public static RawFrame Close(byte[] body) => new(8, body);

    /// <summary>A whole text message deflated on its own (RFC 7692, 7.2.1).</summary>
    public static RawFrame Compressed(string text) => new(1, Deflate(Encoding.UTF8.GetBytes(text)), Final: true, Rsv1);

    public static byte[] Deflate(byte[] payload)
    {
        if (payload.Length == 0)
        {
            // An empty block; .NET writes nothing at all.
            return [0];
        }

        using var compressed = new MemoryStream();
        using (var deflate = new DeflateStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(payload);
            deflate.Flush();
            // The flush ends with an empty block, whose last four bytes are not sent.
            return compressed.ToArray()[..^4];
        }
    }

    public static byte[] Inflate(byte[] payload)
    {
        using var source = new MemoryStream([.. payload, 0x00, 0x00, 0xFF, 0xFF, 0x01, 0x00, 0x00, 0xFF, 0xFF]);
        using var inflate = new DeflateStream(source, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        inflate.CopyTo(plain);
        return plain.ToArray();
    }

    /// <summary>The bytes on the network.</summary>
    /// <param name="masked">A client has to mask its frames.</param>
    /// <param name="lengthBytes">Bytes of the extended length: 0, 2 or 8; null for the shortest form.</param>
    public byte[] ToBytes(bool masked = true, int? lengthBytes = null)
    {
        var form = lengthBytes ?? (Payload.Length < 126 ? 0 : Payload.Length <= ushort.MaxValue ? 2 : 8);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, Payload.Length);
        var code = form switch { 0 => Payload.Length, 2 => 126, _ => 127 };
        return
        [
            (byte)((Final ? 0x80 : 0) | (Reserved << 4) | Opcode),
            (byte)((masked ? 0x80 : 0) | code),
            .. length[(8 - form)..],
            .. masked ? Mask : [],
            .. masked ? Payload.Select((value, i) => (byte)(value ^ Mask[i % Mask.Length])) : Payload,
        ];
    }
}
