using System.Net.WebSockets;
using System.Text;
using Attune.Testing;

namespace Attune.Realtime.Tests;

/// <summary>What a client says and hears; every wait is bounded.</summary>
internal static class SocketTalk
{
    public static async Task SayAsync(this WebSocket socket, string message) =>
        await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).WaitAsync(Eventually.Bound);

    /// <summary>The next message.</summary>
    public static async Task<string> HearAsync(this WebSocket socket)
    {
        var (message, close) = await socket.ReceiveWholeAsync();
        close.ShouldBeNull();
        return message;
    }

    /// <summary>How the server closes, which is then answered; messages before that are passed over.</summary>
    public static async Task<WebSocketCloseStatus> HearCloseAsync(this WebSocket socket)
    {
        while (true)
        {
            if ((await socket.ReceiveWholeAsync()).Close is { } close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Eventually.Bound);
                return close;
            }
        }
    }

    public static async Task SubscribeAsync(this WebSocket socket, params string[] channels)
    {
        await socket.SayAsync($$"""{"type":"subscribe","channels":[{{string.Join(',', channels.Select(channel => $"\"{channel}\""))}}]}""");
        (await socket.HearAsync()).ShouldContain("\"type\":\"subscribed\"");
    }

    private static async Task<(string Message, WebSocketCloseStatus? Close)> ReceiveWholeAsync(this WebSocket socket)
    {
        var buffer = new byte[1 << 20];
        var length = 0;
        while (true)
        {
            var result = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), CancellationToken.None).WaitAsync(Eventually.Bound);
            length += result.Count;
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return ("", result.CloseStatus ?? WebSocketCloseStatus.Empty);
            }

            if (result.EndOfMessage)
            {
                return (Encoding.UTF8.GetString(buffer, 0, length), null);
            }
        }
    }
}
