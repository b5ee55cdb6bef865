using System.Buffers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Attune.Realtime.Wire;

/// <summary>One WebSocket of a client: its messages come in whole, and frames that were built elsewhere go out through <see cref="Transport"/>.</summary>
/// <remarks>
/// Receiving and sending do not know of each other: one caller receives, one sends. What receiving wants to have sent goes to
/// <see cref="ControlFrames"/>. The wait for the next message needs no token: cutting the connection (<see cref="FrameTransport.Abort"/>) ends it
/// with <see cref="WireMessageKind.Broken"/>, and a token costs every idle connection its registration.
/// </remarks>
internal sealed class WireConnection : IAsyncDisposable
{
    private const int FirstBuffer = 1024;

    /// <summary>A frame that announces so many bytes more than a message may have is not read; one that exceeds by less, deflated perhaps, is found out when it is read.</summary>
    private const int FrameSlack = 1024;
    private const int PassOverBuffer = 16_384;

    private readonly ReceivingStream _receiving;
    private readonly WebSocket _socket;
    private readonly int _maxMessageBytes;
    private byte[] _buffer = [];
    private WireMessage? _last;

    private WireConnection(Handshake handshake, FrameTransport transport, ReceivingStream receiving, int maxMessageBytes)
    {
        (_receiving, _maxMessageBytes) = (receiving, maxMessageBytes);
        (Transport, Subprotocol, Deflate) = (transport, handshake.Subprotocol, handshake.Deflate);
        _socket = WebSocket.CreateFromStream(receiving, new WebSocketCreationOptions
        {
            IsServer = true,
            KeepAliveInterval = Timeout.InfiniteTimeSpan,
            DangerousDeflateOptions = Deflate ? new WebSocketDeflateOptions { ClientContextTakeover = false, ServerContextTakeover = false } : null,
        });
    }

    /// <summary>Takes frames to the client.</summary>
    public FrameTransport Transport { get; }

    /// <summary>True when text frames may be compressed.</summary>
    public bool Deflate { get; }

    /// <summary>The subprotocol that was agreed on; null when the client named none.</summary>
    public string? Subprotocol { get; }

    /// <summary>Timestamp of the last byte that came, of any kind; at first of the handshake.</summary>
    public long LastHeard => _receiving.LastHeard;

    /// <summary>True when the client's first byte came: by then the answer to its handshake has left.</summary>
    public bool CanSendDirectly => _receiving.Heard;

    /// <summary>
    /// Takes the pong and close frames that receiving wants to have sent. The memory is valid during the call. After the session's own close
    /// nothing of it may be sent any more.
    /// </summary>
    public Action<ReadOnlyMemory<byte>>? ControlFrames
    {
        get => _receiving.ControlFrames;
        set => _receiving.ControlFrames = value;
    }

    /// <summary>Answers the handshake; null when the request was refused and the answer to it is written.</summary>
    public static async ValueTask<WireConnection?> AcceptAsync(HttpContext context, WireOptions options)
    {
        if (await Handshake.AnswerAsync(context, options) is not { } handshake)
        {
            return null;
        }

        var receiving = new ReceivingStream(handshake.Network, options.Time, options.MaxMessageBytes + FrameSlack);
        FrameTransport transport = new StreamTransport(handshake.Network, context.Abort);
        if (DirectSocket(context) is { } socket)
        {
            transport = new SocketTransport(socket, transport, receiving, options.SendBufferBytes);
        }

        return new WireConnection(handshake, transport, receiving, options.MaxMessageBytes);
    }

    /// <summary>Waits for the next message. One caller at a time.</summary>
    /// <remarks>
    /// After <see cref="WireMessageKind.Binary"/>, <see cref="WireMessageKind.TooBig"/> and a broken protocol, what the client sends is passed over
    /// until its close (<see cref="WireMessageKind.Close"/>, code 0) or its end: a connection that is closed with input unread is reset, and the
    /// close frame may be lost with it. After <see cref="WireMessageKind.Close"/> and the end, the same comes again.
    /// A client may go on for ever: how long it is listened to is for the caller to bound.
    /// </remarks>
    /// <exception cref="OperationCanceledException">The token; nothing can be received after it.</exception>
    public ValueTask<WireMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        Release();
        return _last switch
        {
            null => ReadAsync(cancellationToken),
            { Kind: WireMessageKind.Close } or { CloseCode: WireMessage.Vanished } => ValueTask.FromResult(_last.Value),
            _ => PassOverAsync(cancellationToken),
        };
    }

    /// <summary>Lets go of what receiving holds; the request's end closes the network. Nobody may be receiving or sending any more.</summary>
    public ValueTask DisposeAsync()
    {
        Release();
        _socket.Dispose();
        Transport.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Kestrel's socket, when nothing stands between its HTTP/1.1 and it: no TLS, no other middleware of the connection.</summary>
    private static Socket? DirectSocket(HttpContext context) =>
        HttpProtocol.IsHttp11(context.Request.Protocol)
        && context.Features.Get<ITlsHandshakeFeature>() is null
        && context.Features.Get<IConnectionTransportFeature>()?.Transport.GetType().Assembly == typeof(SocketTransportOptions).Assembly
            ? context.Features.Get<IConnectionSocketFeature>()?.Socket
            : null;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<WireMessage> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Waits for a frame without holding a buffer.
            var result = await _socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
            var length = 0;
            while (true)
            {
                switch (result.MessageType)
                {
                    case WebSocketMessageType.Close:
                        return Last(WireMessageKind.Close, (ushort)_socket.CloseStatus.GetValueOrDefault());
                    case WebSocketMessageType.Binary:
                        return Last(WireMessageKind.Binary, 0);
                }

                length += result.Count;
                if (length > _maxMessageBytes)
                {
                    return Last(WireMessageKind.TooBig, 0);
                }

                if (result.EndOfMessage)
                {
                    return new WireMessage(WireMessageKind.Text, _buffer.AsMemory(0, length), 0);
                }

                Grow(length);
                // One byte more than allowed shows that there is more.
                var room = Math.Min(_buffer.Length, _maxMessageBytes + 1) - length;
                result = await _socket.ReceiveAsync(_buffer.AsMemory(length, room), cancellationToken);
            }
        }
        catch (WebSocketException error) when (error.WebSocketErrorCode is not (WebSocketError.ConnectionClosedPrematurely or WebSocketError.InvalidState))
        {
            // Corrupt compressed data is the one fault for which no close was written.
            return Broken(WebSocketCloseStatus.InvalidPayloadData);
        }
        catch (Exception error) when (error is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return _receiving.IsTooLong ? Last(WireMessageKind.TooBig, 0) : Broken(_receiving.IsLost ? WebSocketCloseStatus.ProtocolError : null);
        }
    }

    /// <param name="due">The close that is due where none was written yet; null when nobody is there to read it.</param>
    private WireMessage Broken(WebSocketCloseStatus? due)
    {
        if (due is { } code && _receiving.CloseWritten == 0)
        {
            _receiving.Write(WebSocketFrames.Close((ushort)code, ""));
        }

        return Last(WireMessageKind.Broken, _receiving.CloseWritten == 0 ? WireMessage.Vanished : _receiving.CloseWritten);
    }

    private async ValueTask<WireMessage> PassOverAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!_receiving.CloseSeen)
            {
                await _receiving.PassOverAsync(Memory<byte>.Empty, cancellationToken);
                var buffer = ArrayPool<byte>.Shared.Rent(PassOverBuffer);
                try
                {
                    if (await _receiving.PassOverAsync(buffer, cancellationToken) == 0)
                    {
                        return Last(WireMessageKind.Broken, WireMessage.Vanished);
                    }
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }
            }

            return Last(WireMessageKind.Close, 0);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Last(WireMessageKind.Broken, WireMessage.Vanished);
        }
    }

    /// <summary>The last message that is read; what follows it is decided by it.</summary>
    private WireMessage Last(WireMessageKind kind, ushort closeCode)
    {
        Release();
        var message = new WireMessage(kind, default, closeCode);
        _last = message;
        return message;
    }

    private void Grow(int length)
    {
        if (length < _buffer.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(Math.Max(FirstBuffer, 2 * length), _maxMessageBytes + 1));
        _buffer.AsSpan(0, length).CopyTo(larger);
        Release();
        _buffer = larger;
    }

    private void Release()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }
}
