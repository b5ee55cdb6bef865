using System.Net.WebSockets;
using System.Text.Json;

namespace Attune.Server.Tests.Testing;

/// <summary>A WebSocket client of the live feed.</summary>
public sealed class LiveSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 20];
    private readonly Queue<JsonElement> _unpacked = new();

    private LiveSocket()
    {
    }

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    /// <summary>Connects, with the header <c>Authorization</c> if it is given.</summary>
    public static async Task<LiveSocket> ConnectAsync(RunningServer server, string? authorization = null)
    {
        var live = new LiveSocket();
        try
        {
            live._socket.Options.AddSubProtocol("attune.v1");
            if (authorization is not null)
            {
                live._socket.Options.SetRequestHeader("Authorization", authorization);
            }

            await live._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Server.Url.Port}/ws"), CancellationToken.None).WithinLimit();
            return live;
        }
        catch
        {
            live.Dispose();
            throw;
        }
    }

    public static async Task<LiveSocket> SubscribeAsync(RunningServer server, params string[] channels)
    {
        var live = await ConnectAsync(server);
        (await live.AskAsync(new { type = "subscribe", channels })).GetProperty("type").GetString().ShouldBe("subscribed");
        return live;
    }

    /// <summary>Sends a message and returns the next one that comes, which must not be the end.</summary>
    public async Task<JsonElement> AskAsync(object message)
    {
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, CancellationToken.None);
        return (await ReceiveAsync())!.Value;
    }

    /// <summary>The next message, taken out of its batch; null when the server closed.</summary>
    public async Task<JsonElement?> ReceiveAsync()
    {
        while (_unpacked.Count == 0)
        {
            if (await ReceiveWholeAsync() is not { } message)
            {
                return null;
            }

            var isBatch = message.GetProperty("type").GetString() == "batch";
            foreach (var one in isBatch ? message.GetProperty("messages").EnumerateArray() : Enumerable.Repeat(message, 1))
            {
                _unpacked.Enqueue(one);
            }
        }

        return _unpacked.Dequeue();
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

    private async Task<JsonElement?> ReceiveWholeAsync()
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
}
