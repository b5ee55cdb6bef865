using System.Net.WebSockets;
using System.Text.Json;

namespace Attune.Server.Tests.Testing;

/// <summary>A WebSocket client that has subscribed to channels.</summary>
public sealed class LiveSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 20];

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public static async Task<LiveSocket> SubscribeAsync(RunningServer server, params string[] channels)
    {
        var live = new LiveSocket();
        await live._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Server.Url.Port}/ws"), CancellationToken.None).WithinLimit();
        await live._socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(new { type = "subscribe", channels }), WebSocketMessageType.Text, true, CancellationToken.None);
        (await live.ReceiveAsync())!.Value.GetProperty("type").GetString().ShouldBe("subscribed");
        return live;
    }

    /// <summary>The next message; null when the server closed.</summary>
    public async Task<JsonElement?> ReceiveAsync()
    {
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).AsTask().WithinLimit();
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return JsonDocument.Parse(_buffer.AsMemory(0, length).ToArray()).RootElement;
            }
        }
    }

    /// <summary>The items of the next data message, which must be of the channel.</summary>
    public async Task<IReadOnlyList<JsonElement>> ReceiveItemsAsync(string channel)
    {
        var message = (await ReceiveAsync())!.Value;
        message.GetProperty("type").GetString().ShouldBe("data");
        message.GetProperty("channel").GetString().ShouldBe(channel);
        return [.. message.GetProperty("data").EnumerateArray()];
    }

    public void Dispose() => _socket.Dispose();
}
