using System.Buffers;
using System.Net.WebSockets;
using Attune.Realtime.Client.Protocol;

namespace Attune.Realtime.Client.Connections;

/// <summary>A WebSocket that carries whole text messages: one task receives, one sends.</summary>
internal sealed class MessageSocket(WebSocket socket, int maxMessageBytes) : IDisposable
{
    private const int FirstBuffer = 16 << 10;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);

    /// <summary>The code to close with.</summary>
    public WebSocketCloseStatus GoodbyeCode { get; set; } = WebSocketCloseStatus.NormalClosure;

    /// <summary>The server's close code; null before it closed.</summary>
    public WebSocketCloseStatus? CloseCode => socket.CloseStatus;

    /// <summary>The server's words for it.</summary>
    public string? CloseReason => socket.CloseStatusDescription;

    /// <summary>The next message; null when the server closed.</summary>
    /// <param name="onHeard">Called whenever bytes came, so that a long message counts as a sign of life.</param>
    /// <param name="cancellationToken">Gives the connection up.</param>
    /// <exception cref="ProtocolException">The message is binary or too long.</exception>
    public async ValueTask<byte[]?> ReceiveAsync(Action onHeard, CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var result = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            onHeard();
            length += result.Count;
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (result.MessageType == WebSocketMessageType.Binary)
            {
                throw new ProtocolException("a message is binary");
            }

            if (length > maxMessageBytes)
            {
                throw new ProtocolException($"a message is longer than {maxMessageBytes:N0} bytes");
            }

            if (result.EndOfMessage)
            {
                return _buffer.AsSpan(0, length).ToArray();
            }

            if (length == _buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(length * 2);
                _buffer.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = larger;
            }
        }
    }

    /// <summary>Sends a message. It is never compressed: requests are short and hold secrets.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        socket.SendAsync(message, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage | WebSocketMessageFlags.DisableCompression, cancellationToken);

    /// <summary>Says goodbye, or answers the server's.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) => socket.State is WebSocketState.Open or WebSocketState.CloseReceived
        ? socket.CloseOutputAsync(GoodbyeCode, null, cancellationToken)
        : Task.CompletedTask;

    /// <summary>Call it when nothing receives any more.</summary>
    public void Dispose()
    {
        socket.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
