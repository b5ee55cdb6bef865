using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Attune.Realtime.Channels;
using Attune.Realtime.Filters;
using Attune.Realtime.Wire;

namespace Attune.Realtime.Delivery;

/// <summary>One published message as the bytes of a WebSocket frame, made once and shared by everybody who receives it.</summary>
internal sealed class HubMessage
{
    private readonly int _jsonStart;
    private readonly int _payloadStart;
    private ReadOnlyMemory<byte> _deflated;
    private volatile bool _deflateDecided;
    private int _receivers;

    private HubMessage(HubChannel channel, long sequence, DateTimeOffset time, long timestamp, string? key, ReadOnlyMemory<byte> frame, int jsonStart, int payloadStart)
    {
        (Channel, Sequence, Time, Timestamp, Key, Frame, _jsonStart, _payloadStart) = (channel, sequence, time, timestamp, key, frame, jsonStart, payloadStart);
    }

    public HubChannel Channel { get; }

    public long Sequence { get; }

    /// <summary>When it was published.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The same by the clock that measures latencies.</summary>
    public long Timestamp { get; }

    /// <summary>What it is the latest of, where the channel keeps the latest.</summary>
    public string? Key { get; }

    /// <summary>About how many clients will be sent it, at least 1.</summary>
    public int Receivers => Math.Max(1, Volatile.Read(ref _receivers));

    /// <summary>The whole frame, plain.</summary>
    public ReadOnlyMemory<byte> Frame { get; }

    /// <summary>The frame's content: a <c>data</c> message.</summary>
    public ReadOnlyMemory<byte> Json => Frame[_jsonStart..];

    /// <summary>What the publisher gave.</summary>
    public ReadOnlyMemory<byte> Payload => Frame[_payloadStart..^1];

    /// <summary>Lays out the frame.</summary>
    public static HubMessage Create(HubChannel channel, long sequence, DateTimeOffset time, long timestamp, ReadOnlySpan<byte> payload, string? key)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(sequence, digits, out var digitCount);
        Span<byte> moment = stackalloc byte[40];
        Utf8Formatter.TryFormat(time.UtcDateTime, moment, out var momentLength, new StandardFormat('O'));

        var jsonLength = channel.DataPrefix.Length + digitCount + ",\"time\":\""u8.Length + momentLength + "\",\"data\":"u8.Length + payload.Length + 1;
        var frame = GC.AllocateUninitializedArray<byte>(WebSocketFrames.HeaderLength(jsonLength) + jsonLength);
        var start = WebSocketFrames.WriteHeader(frame, WebSocketFrames.TextOpcode, jsonLength, compressed: false);
        var at = start;
        Append(channel.DataPrefix);
        Append(digits[..digitCount]);
        Append(",\"time\":\""u8);
        Append(moment[..momentLength]);
        Append("\",\"data\":"u8);
        var payloadStart = at;
        Append(payload);
        Append("}"u8);
        return new HubMessage(channel, sequence, time, timestamp, key, frame, start, payloadStart);

        void Append(ReadOnlySpan<byte> part)
        {
            part.CopyTo(frame.AsSpan(at));
            at += part.Length;
        }
    }

    /// <summary>The beginning of every <c>data</c> message of a channel, up to its sequence.</summary>
    public static byte[] Prefix(string channel) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"type":"data","channel":"{{channel}}","sequence":"""));

    /// <summary>What of it passes the filter; null when nothing does.</summary>
    public HubMessage? Filtered(RealtimeFilter filter)
    {
        var payload = Payload;
        return filter.Apply(payload) is not { } kept ? null
            : kept.Equals(payload) ? this
            : Create(Channel, Sequence, Time, Timestamp, kept.Span, Key);
    }

    /// <summary>Notes that so many more clients will be sent it. Called under the channel's lock.</summary>
    public void AddReceivers(int clients) => Volatile.Write(ref _receivers, _receivers + clients);

    /// <summary>The frame for clients that understand compression: compressed where that pays, which is found out once.</summary>
    public ReadOnlyMemory<byte> DeflatedFrame()
    {
        if (!_deflateDecided)
        {
            lock (this)
            {
                if (!_deflateDecided)
                {
                    _deflated = Channel.SingleCompression.TryCompress(Json.Span, Receivers) ?? Frame;
                    _deflateDecided = true;
                }
            }
        }

        return _deflated;
    }
}
