using System.Threading.Channels;
using Attune.Realtime.Wire;

namespace Attune.Realtime.Delivery;

/// <summary>Takes messages to a reader in this process; one that does not read holds up nobody, like a client on the network.</summary>
internal sealed class LocalTransport : FrameTransport
{
    private const int Capacity = 16;

    private readonly Channel<ReadOnlyMemory<byte>> _messages = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(Capacity) { SingleWriter = true });

    public ChannelReader<ReadOnlyMemory<byte>> Messages => _messages.Reader;

    public override int PartBytes => int.MaxValue;

    /// <summary>Takes one whole frame, or nothing.</summary>
    public override int TrySend(ReadOnlySpan<byte> frames)
    {
        if (IsClose(frames))
        {
            Abort();
            return frames.Length;
        }

        return _messages.Writer.TryWrite(WebSocketFrames.PayloadOf(frames).ToArray()) ? frames.Length : 0;
    }

    /// <summary>Takes one whole frame.</summary>
    public override async ValueTask SendAsync(ReadOnlyMemory<byte> frames, CancellationToken cancellationToken)
    {
        if (IsClose(frames.Span))
        {
            Abort();
            return;
        }

        try
        {
            await _messages.Writer.WriteAsync(WebSocketFrames.PayloadOf(frames.Span).ToArray(), cancellationToken);
        }
        catch (ChannelClosedException error)
        {
            throw new IOException("The listener has ended.", error);
        }
    }

    public override void Abort() => _messages.Writer.TryComplete();

    private static bool IsClose(ReadOnlySpan<byte> frame) => (frame[0] & 0x0F) == WebSocketFrames.CloseOpcode;
}
