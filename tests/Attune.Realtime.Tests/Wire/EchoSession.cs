using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Threading.Channels;
using Attune.Realtime.Wire;

namespace Attune.Realtime.Tests.Wire;

/// <summary>The smallest session there can be: sends back what comes, and ends as the protocol wants it.</summary>
internal sealed class EchoSession(WireConnection connection)
{
    private readonly Channel<byte[]> _outbox = Channel.CreateUnbounded<byte[]>();

    /// <summary>What came, in order; texts without their bytes.</summary>
    public ConcurrentQueue<(WireMessageKind Kind, ushort CloseCode)> Heard { get; } = [];

    public WireConnection Connection => connection;

    public async Task RunAsync()
    {
        connection.ControlFrames = frame => _outbox.Writer.TryWrite(frame.ToArray());
        var sending = SendAsync();
        await ReceiveAsync();
        _outbox.Writer.Complete();
        await sending;
    }

    private async Task ReceiveAsync()
    {
        while (true)
        {
            var message = await connection.ReceiveAsync(CancellationToken.None);
            Heard.Enqueue((message.Kind, message.CloseCode));
            switch (message.Kind)
            {
                case WireMessageKind.Text:
                    _outbox.Writer.TryWrite(connection.Deflate
                        ? WebSocketFrames.Text(RawFrame.Deflate(message.Bytes.ToArray()), compressed: true)
                        : WebSocketFrames.Text(message.Bytes.Span));
                    break;
                case WireMessageKind.Binary:
                    Close(WebSocketCloseStatus.InvalidMessageType);
                    break;
                case WireMessageKind.TooBig:
                    Close(WebSocketCloseStatus.MessageTooBig);
                    break;
                case WireMessageKind.Close when message.CloseCode != 0:
                    Close((WebSocketCloseStatus)message.CloseCode);
                    return;
                case WireMessageKind.Close:
                case WireMessageKind.Broken when message.CloseCode == WireMessage.Vanished:
                    return;
            }
        }
    }

    private void Close(WebSocketCloseStatus code) => _outbox.Writer.TryWrite(WebSocketFrames.Close((ushort)code, ""));

    private async Task SendAsync()
    {
        try
        {
            await foreach (var frame in _outbox.Reader.ReadAllAsync())
            {
                var sent = connection.Transport.TrySend(frame);
                if (sent < frame.Length)
                {
                    await connection.Transport.SendAsync(frame.AsMemory(sent), CancellationToken.None);
                }
            }
        }
        catch (IOException)
        {
            // The client is gone: receiving ends too.
        }
    }
}
