namespace Attune.Realtime.Wire;

/// <summary>Takes the bytes of whole WebSocket frames to one client. One caller at a time.</summary>
internal abstract class FrameTransport : IDisposable
{
    /// <summary>Most bytes that one <see cref="SendAsync"/> is given: each that completes shows that the client makes progress.</summary>
    public virtual int PartBytes => 8192;

    /// <summary>Sends what can be sent without waiting.</summary>
    /// <returns>How many bytes were taken; 0 when sending would have to wait.</returns>
    /// <exception cref="IOException">The connection is gone.</exception>
    public abstract int TrySend(ReadOnlySpan<byte> frames);

    /// <summary>Sends all bytes, waiting for the client as long as it takes.</summary>
    /// <exception cref="IOException">The connection is gone.</exception>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public abstract ValueTask SendAsync(ReadOnlyMemory<byte> frames, CancellationToken cancellationToken);

    /// <summary>Cuts the connection at once.</summary>
    public abstract void Abort();

    public virtual void Dispose()
    {
    }
}
