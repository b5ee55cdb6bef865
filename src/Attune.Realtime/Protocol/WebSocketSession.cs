using System.Net.WebSockets;
using System.Text.Json;

namespace Attune.Realtime.Protocol;

/// <summary>One WebSocket: reads the client's commands and sends what its queue holds, until either side closes.</summary>
internal sealed class WebSocketSession(WebSocket socket, RealtimeClient client, int maxMessageBytes)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = SendAsync(ended.Token);
        try
        {
            await ReceiveAsync(ended.Token);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // The peer went away without a closing handshake, or the server stops.
        }

        client.Dispose();
        await ended.CancelAsync();
        await sending;
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[maxMessageBytes];
        var length = 0;
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            length += result.Count;
            if (result.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
                return;
            }

            if (result.MessageType == WebSocketMessageType.Binary)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.InvalidMessageType, "Messages are JSON text.", cancellationToken);
                return;
            }

            if (result.EndOfMessage)
            {
                Handle(buffer.AsSpan(0, length));
                length = 0;
            }
            else if (length == buffer.Length)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, $"A message may have {maxMessageBytes} bytes.", cancellationToken);
                return;
            }
        }
    }

    private void Handle(ReadOnlySpan<byte> message)
    {
        if (ClientCommand.Parse(message, out var error) is not { } command)
        {
            Reply(new { type = "error", message = error });
            return;
        }

        switch (command.Type)
        {
            case "ping":
                Reply(new { type = "pong" });
                return;
            case "subscribe":
                client.Subscribe(command.Channels);
                break;
            default:
                client.Unsubscribe(command.Channels);
                break;
        }

        Reply(new { type = command.Type + "d", channels = client.Channels });
    }

    private void Reply<T>(T reply) => client.Enqueue(JsonSerializer.SerializeToUtf8Bytes(reply));

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in client.Messages.ReadAllAsync(cancellationToken))
            {
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            }

            // The hub ended the client: the server is stopping.
            if (socket.State == WebSocketState.Open)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "The server is stopping.", cancellationToken);
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // The receiving side ends the session.
        }
    }
}
