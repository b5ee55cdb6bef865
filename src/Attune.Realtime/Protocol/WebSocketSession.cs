using System.Net.WebSockets;
using System.Text.Json;

namespace Attune.Realtime.Protocol;

/// <summary>One WebSocket: reads the client's commands and sends what its queue holds, until either side closes.</summary>
internal sealed class WebSocketSession(WebSocket socket, RealtimeClient client, int maxMessageBytes, TimeProvider time)
{
    /// <summary>How long a client may take to complete a close before it is cut off.</summary>
    public static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Serves the client until the session is over.</summary>
    /// <param name="stopping">The server stops: the client is told so.</param>
    /// <param name="aborted">The connection is gone.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken aborted)
    {
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, aborted);
        await using var onStop = stopping.Register(client.Dispose);
        await using var onEnd = client.Ended.Register(() => patience.CancelAfter(CloseTimeout));
        var sending = SendAsync(ended.Token);
        try
        {
            await ReceiveAsync(patience, ended.Token);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The peer went away without a closing handshake, or did not complete it in time.
        }
        finally
        {
            client.Dispose();
            await ended.CancelAsync();
            await sending;
        }
    }

    private async Task ReceiveAsync(CancellationTokenSource patience, CancellationToken cancellationToken)
    {
        var buffer = new byte[maxMessageBytes];
        var length = 0;
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            length += result.Count;
            if (result.MessageType == WebSocketMessageType.Close)
            {
                await CloseAsync(WebSocketCloseStatus.NormalClosure, null);
                return;
            }

            if (result.MessageType == WebSocketMessageType.Binary)
            {
                await CloseAsync(WebSocketCloseStatus.InvalidMessageType, "Messages are JSON text.");
                await DiscardAsync(buffer, cancellationToken);
                return;
            }

            if (result.EndOfMessage)
            {
                Handle(buffer.AsSpan(0, length));
                length = 0;
            }
            else if (length == buffer.Length)
            {
                await CloseAsync(WebSocketCloseStatus.MessageTooBig, $"A message may have {maxMessageBytes} bytes.");
                await DiscardAsync(buffer, cancellationToken);
                return;
            }
        }

        Task CloseAsync(WebSocketCloseStatus status, string? reason)
        {
            patience.CancelAfter(CloseTimeout);
            return socket.State is WebSocketState.Open or WebSocketState.CloseReceived
                ? socket.CloseOutputAsync(status, reason, cancellationToken)
                : Task.CompletedTask;
        }
    }

    /// <summary>Reads on until the client closes too: a connection that is closed with input unread is reset, and the reason may be lost with it.</summary>
    private async Task DiscardAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        while ((await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken)).MessageType != WebSocketMessageType.Close)
        {
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
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            // The socket is closed or gone: the receiving side ends the session.
        }
    }
}
