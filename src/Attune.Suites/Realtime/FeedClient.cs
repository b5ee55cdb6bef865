using System.Net.WebSockets;
using System.Text;
using Attune.Realtime;

namespace Attune.Suites.Realtime;

/// <summary>A WebSocket client on loopback.</summary>
internal sealed class FeedClient : IDisposable
{
    private static readonly byte[] Subscription = Encoding.UTF8.GetBytes($$"""{"type":"subscribe","channels":["{{RealtimeChannels.Flows}}"]}""");

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 16];

    /// <summary>Connects without a word.</summary>
    public static async Task<FeedClient> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var client = new FeedClient();
        try
        {
            await client._socket.ConnectAsync(address, cancellationToken);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Connects and subscribes; the hub has confirmed it when this returns.</summary>
    public static async Task<FeedClient> SubscribeAsync(Uri address, CancellationToken cancellationToken)
    {
        var client = await ConnectAsync(address, cancellationToken);
        try
        {
            await client._socket.SendAsync(Subscription, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            var confirmation = Encoding.UTF8.GetString((await client.ReceiveAsync(cancellationToken)).Span);
            return confirmation.Contains("subscribed", StringComparison.Ordinal) ? client : throw new InvalidOperationException($"The hub answered {confirmation}.");
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>The next message; valid until the one after it.</summary>
    /// <exception cref="InvalidOperationException">The server closed.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new InvalidOperationException($"The server closed: {_socket.CloseStatusDescription}");
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return _buffer.AsMemory(0, length);
            }
        }
    }

    /// <summary>Closes with the handshake.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);

    public void Dispose() => _socket.Dispose();
}
