using System.Text;

namespace Attune.Suites.Realtime.Listeners;

/// <summary>What clients send. Frames are masked with a key of zeros, which changes nothing: RFC 6455 asks for a key, and on loopback nobody is to be misled.</summary>
internal static class ClientFrames
{
    public const byte Text = 1;
    public const byte Close = 8;
    public const byte Pong = 10;

    private const int MaxShort = 125;

    /// <summary>One unfragmented frame of at most 65,535 bytes.</summary>
    public static byte[] Frame(byte opcode, ReadOnlySpan<byte> payload)
    {
        var header = payload.Length <= MaxShort ? 6 : 8;
        var frame = new byte[header + payload.Length];
        frame[0] = (byte)(0x80 | opcode);
        if (header == 6)
        {
            frame[1] = (byte)(0x80 | payload.Length);
        }
        else
        {
            (frame[1], frame[2], frame[3]) = (0x80 | 126, checked((byte)(payload.Length >> 8)), (byte)payload.Length);
        }

        payload.CopyTo(frame.AsSpan(header));
        return frame;
    }

    /// <summary>A text frame.</summary>
    public static byte[] OfText(string text) => Frame(Text, Encoding.UTF8.GetBytes(text));
}
