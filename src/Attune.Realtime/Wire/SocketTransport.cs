using System.Net.Sockets;

namespace Attune.Realtime.Wire;

/// <summary>
/// Writes frames straight to the socket that the server reads from, without the server's output pipe and its extra task for each write.
/// </summary>
/// <remarks>
/// The answer to the handshake goes through that pipe, and nothing may overtake it. A client sends its first byte when it has that answer, so
/// from then on the pipe is empty and the socket is free, unless frames went through the pipe before: then all others follow them there.
/// (A client that speaks before it was answered may get its own connection into disorder, nobody else's.)
/// </remarks>
internal sealed class SocketTransport(Socket socket, FrameTransport throughServer, ReceivingStream receiving, int sendBufferBytes) : FrameTransport
{
    private Path _path;

    private enum Path
    {
        Undecided,
        Socket,
        Server,
    }

    public override int TrySend(ReadOnlySpan<byte> frames)
    {
        if (_path != Path.Socket && !TryTakeSocket())
        {
            return 0;
        }

        try
        {
            var sent = socket.Send(frames, SocketFlags.None, out var error);
            return error switch
            {
                SocketError.Success or SocketError.WouldBlock => sent,
                _ => throw Gone(new SocketException((int)error)),
            };
        }
        catch (ObjectDisposedException error)
        {
            throw Gone(error);
        }
    }

    public override ValueTask SendAsync(ReadOnlyMemory<byte> frames, CancellationToken cancellationToken)
    {
        if (_path == Path.Socket || TryTakeSocket())
        {
            return SendToSocketAsync(frames, cancellationToken);
        }

        _path = Path.Server;
        return throughServer.SendAsync(frames, cancellationToken);
    }

    public override void Abort() => throughServer.Abort();

    public override void Dispose()
    {
        throughServer.Dispose();
        base.Dispose();
    }

    private static IOException Gone(Exception cause) => new("The connection is closed.", cause);

    private bool TryTakeSocket()
    {
        if (_path == Path.Server || !receiving.Heard)
        {
            return false;
        }

        try
        {
            // Else a send that cannot be completed at once would wait, and hold a thread.
            socket.Blocking = false;
            if (sendBufferBytes > 0)
            {
                socket.SendBufferSize = sendBufferBytes;
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            throw Gone(error);
        }

        _path = Path.Socket;
        return true;
    }

    private async ValueTask SendToSocketAsync(ReadOnlyMemory<byte> frames, CancellationToken cancellationToken)
    {
        try
        {
            while (!frames.IsEmpty)
            {
                frames = frames[await socket.SendAsync(frames, SocketFlags.None, cancellationToken)..];
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            throw Gone(error);
        }
    }
}
