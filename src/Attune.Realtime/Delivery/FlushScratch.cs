using System.Runtime.InteropServices;
using Attune.Realtime.Protocol;
using Attune.Realtime.Wire;

namespace Attune.Realtime.Delivery;

/// <summary>
/// What one flush sends, collected without allocation. Clients of one flusher often get the very same messages, one after another: the batch that
/// was composed last is used again as long as they do.
/// </summary>
/// <param name="flushers">How many share the clients.</param>
internal sealed class FlushScratch(int flushers) : IDisposable
{
    private readonly List<HubMessage> _lastBatch = [];
    private readonly List<(int At, ReadOnlyMemory<byte> Json)> _gaps = [];
    private ReadOnlyMemory<byte> _lastPlain;
    private ReadOnlyMemory<byte>? _lastDeflated;

    /// <summary>The frames, in order.</summary>
    public List<ReadOnlyMemory<byte>> Frames { get; } = [];

    /// <summary>The messages, in order.</summary>
    public List<HubMessage> Messages { get; } = [];

    /// <summary>Goes last.</summary>
    public ReadOnlyMemory<byte> CloseFrame { get; set; }

    public bool Closes => !CloseFrame.IsEmpty;

    /// <summary>For the meters.</summary>
    public Sent Sent { get; private set; } = new();

    public void Clear()
    {
        Frames.Clear();
        Messages.Clear();
        _gaps.Clear();
        Sent.Clear();
        CloseFrame = default;
    }

    public void Add(HubMessage message)
    {
        Messages.Add(message);
        Sent.Add(message.Timestamp);
        Sent.PlainBytes += message.Frame.Length;
    }

    /// <summary>What the client has to be told it lost, at this place among the messages.</summary>
    public void AddGap(ReadOnlyMemory<byte> json) => _gaps.Add((Messages.Count, json));

    /// <summary>Gives <see cref="Sent"/> away to a send that takes longer.</summary>
    public Sent TakeSent()
    {
        var sent = Sent;
        Sent = new Sent();
        return sent;
    }

    /// <summary>Makes frames of the messages.</summary>
    public void Compose(bool deflate)
    {
        if (Messages.Count + _gaps.Count > 0)
        {
            var frame = (Messages.Count, _gaps.Count, deflate) switch
            {
                (1, 0, false) => Messages[0].Frame,
                (1, 0, true) => Messages[0].DeflatedFrame(),
                (_, 0, _) => Batch(deflate),
                _ => BatchWithGaps(),
            };
            Frames.Add(frame);
            Sent.Bytes += frame.Length;
        }

        if (Closes)
        {
            Frames.Add(CloseFrame);
        }
    }

    public void Dispose() => Sent.Dispose();

    private ReadOnlyMemory<byte> Batch(bool deflate)
    {
        if (!CollectionsMarshal.AsSpan(_lastBatch).SequenceEqual(CollectionsMarshal.AsSpan(Messages)))
        {
            _lastBatch.Clear();
            _lastBatch.AddRange(Messages);
            _lastPlain = BatchFrame(Messages);
            _lastDeflated = null;
        }

        if (!deflate)
        {
            return _lastPlain;
        }

        // Each flusher composes the batch for its share of the clients.
        var receivers = Math.Max(1, Messages.Min(message => message.Receivers) / flushers);
        return _lastDeflated ??= Messages[0].Channel.BatchCompression.TryCompress(WebSocketFrames.PayloadOf(_lastPlain.Span), receivers) ?? _lastPlain;
    }

    private byte[] BatchWithGaps()
    {
        var parts = new List<ReadOnlyMemory<byte>>(Messages.Count + _gaps.Count);
        var next = 0;
        for (var i = 0; i <= Messages.Count; i++)
        {
            for (; next < _gaps.Count && _gaps[next].At == i; next++)
            {
                parts.Add(_gaps[next].Json);
            }

            if (i < Messages.Count)
            {
                parts.Add(Messages[i].Json);
            }
        }

        return WebSocketFrames.Text(ServerMessages.Batch(parts));
    }

    /// <summary>The frame of a <c>batch</c> message, laid out in one go.</summary>
    private static byte[] BatchFrame(List<HubMessage> messages)
    {
        var length = ServerMessages.BatchStart.Length + messages.Sum(message => message.Json.Length) + messages.Count - 1 + ServerMessages.BatchEnd.Length;
        var frame = GC.AllocateUninitializedArray<byte>(WebSocketFrames.HeaderLength(length) + length);
        var at = WebSocketFrames.WriteHeader(frame, WebSocketFrames.TextOpcode, length, compressed: false);
        Append(ServerMessages.BatchStart);
        for (var i = 0; i < messages.Count; i++)
        {
            if (i > 0)
            {
                Append(","u8);
            }

            Append(messages[i].Json.Span);
        }

        Append(ServerMessages.BatchEnd);
        return frame;

        void Append(ReadOnlySpan<byte> part)
        {
            part.CopyTo(frame.AsSpan(at));
            at += part.Length;
        }
    }
}
