using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Attune.Realtime.Wire;

/// <summary>
/// What <see cref="System.Net.WebSockets.WebSocket"/> reads a client's frames from. What it writes, pong and close frames, does not go to the
/// network but to <see cref="ControlFrames"/>: only one writer may touch a connection.
/// </summary>
internal sealed class ReceivingStream(Stream network, TimeProvider time, long maxFrameBytes) : Stream
{
    private FrameTrail _trail;
    private long _lastHeard = time.GetTimestamp();
    private volatile bool _heard;

    /// <summary>Takes the frames; the memory is valid during the call.</summary>
    public Action<ReadOnlyMemory<byte>>? ControlFrames { get; set; }

    /// <summary>Timestamp of the last byte that came.</summary>
    public long LastHeard => Volatile.Read(ref _lastHeard);

    /// <summary>True once a byte came.</summary>
    public bool Heard => _heard;

    /// <summary>Code of the last close frame that was written; 0 without one.</summary>
    public ushort CloseWritten { get; private set; }

    /// <summary>True when the stream was ended because a frame broke a rule.</summary>
    public bool IsLost => _trail.IsLost;

    /// <summary>True when the stream was ended because a frame announces more than may come: nobody waits for its bytes.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>True once a whole close frame was read.</summary>
    public bool CloseSeen => _trail.CloseSeen;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads the client's bytes; 0 at the end, and where a frame breaks a rule.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        IsLost || IsTooLong ? ValueTask.FromResult(0)
            // Waiting without a buffer is what an idle connection does all the time: it costs no state of ours.
            : buffer.IsEmpty ? network.ReadAsync(buffer, cancellationToken)
            : ReadSoundAsync(buffer, cancellationToken);

    /// <summary>Reads the client's bytes whatever they are, into a buffer that is then thrown away; 0 at the end.</summary>
    public async ValueTask<int> PassOverAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await network.ReadAsync(buffer, cancellationToken);
        Hear(buffer.Span[..count]);
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer);
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Hands a control frame to the one who sends.</summary>
    public void Write(ReadOnlyMemory<byte> frame)
    {
        var bytes = frame.Span;
        if ((bytes[0] & 0x0F) == WebSocketFrames.CloseOpcode && bytes.Length >= 4)
        {
            CloseWritten = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        }

        ControlFrames?.Invoke(frame);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadSoundAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await network.ReadAsync(buffer, cancellationToken);
        return Hear(buffer.Span[..count]);
    }

    private int Hear(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return 0;
        }

        Volatile.Write(ref _lastHeard, time.GetTimestamp());
        _heard = true;
        var sound = _trail.Follow(bytes);
        IsTooLong |= _trail.PayloadLeft > maxFrameBytes;
        return sound;
    }
}
