namespace Attune.Realtime.Wire;

/// <summary>
/// Follows the frames in a client's byte stream by their headers. Sees what <see cref="System.Net.WebSockets.WebSocket"/> lets pass, a frame
/// without a mask and a length that is not in its shortest form (RFC 6455, 5.1 and 5.2), and the close in a stream that nobody reads.
/// </summary>
internal struct FrameTrail
{
    private const int MaskLength = 4;

    private long _payloadLeft;
    private long _length;
    private int _headerBytes;
    private byte _opcode;
    private byte _lengthCode;

    /// <summary>True once a frame broke a rule; nothing is followed any more.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Bytes of the present frame's payload that have not come yet.</summary>
    public readonly long PayloadLeft => _payloadLeft;

    /// <summary>True once a whole close frame went by.</summary>
    public bool CloseSeen { get; private set; }

    private readonly int LengthBytes => _lengthCode switch { 126 => sizeof(ushort), 127 => sizeof(long), _ => 0 };

    /// <summary>Takes the next bytes.</summary>
    /// <returns>How many of them are sound: all, or those before the frame that breaks a rule.</returns>
    public int Follow(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        var frameStart = 0;
        while (position < bytes.Length && !IsLost)
        {
            if (_payloadLeft > 0)
            {
                var step = (int)Math.Min(_payloadLeft, bytes.Length - position);
                position += step;
                _payloadLeft -= step;
                if (_payloadLeft == 0)
                {
                    EndFrame();
                }

                continue;
            }

            if (_headerBytes == 0)
            {
                frameStart = position;
            }

            ReadHeader(bytes[position++]);
        }

        return IsLost ? frameStart : bytes.Length;
    }

    private void ReadHeader(byte next)
    {
        switch (_headerBytes++)
        {
            case 0:
                _opcode = (byte)(next & 0x0F);
                return;
            case 1:
                _lengthCode = (byte)(next & 0x7F);
                _length = LengthBytes == 0 ? _lengthCode : 0;
                IsLost = (next & 0x80) == 0;
                break;
            case var index when index < 2 + LengthBytes:
                _length = (_length << 8) | next;
                break;
        }

        if (_headerBytes < 2 + LengthBytes + MaskLength)
        {
            return;
        }

        IsLost = _length < LengthBytes switch { sizeof(ushort) => 126, sizeof(long) => ushort.MaxValue + 1, _ => 0 };
        _payloadLeft = _length;
        if (_payloadLeft == 0)
        {
            EndFrame();
        }
    }

    private void EndFrame()
    {
        _headerBytes = 0;
        CloseSeen |= _opcode == WebSocketFrames.CloseOpcode;
    }
}
