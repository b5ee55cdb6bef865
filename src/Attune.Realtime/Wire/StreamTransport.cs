namespace Attune.Realtime.Wire;

/// <summary>Sends through the server's stream: for TLS, HTTP/2, and servers that show no socket.</summary>
/// <remarks>A server uses the objects of a request that is over for the next one, so nothing may reach them after <see cref="Dispose"/>.</remarks>
internal sealed class StreamTransport(Stream network, Action abort) : FrameTransport
{
    private readonly Lock _ending = new();
    private bool _isOver;

    /// <summary>Takes nothing: the stream may have to wait, and then needs the bytes for longer than the call.</summary>
    public override int TrySend(ReadOnlySpan<byte> frames) => 0;

    public override async ValueTask SendAsync(ReadOnlyMemory<byte> frames, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isOver))
        {
            throw new IOException("The connection is closed.");
        }

        try
        {
            await network.WriteAsync(frames, cancellationToken);
            await network.FlushAsync(cancellationToken);
        }
        catch (Exception error) when (error is ObjectDisposedException or InvalidOperationException)
        {
            throw new IOException("The connection is closed.", error);
        }
    }

    /// <summary>Cuts the connection; any thread may call it, at any time.</summary>
    public override void Abort()
    {
        lock (_ending)
        {
            if (!_isOver)
            {
                abort();
            }
        }
    }

    /// <summary>The request ends: whoever sends must have stopped.</summary>
    public override void Dispose()
    {
        lock (_ending)
        {
            _isOver = true;
        }

        base.Dispose();
    }
}
