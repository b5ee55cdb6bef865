using System.Buffers;
using System.Diagnostics;
using System.Net.WebSockets;

namespace Attune.Lab.Load;

/// <summary>Messages over one WebSocket (RFC 6455), each followed by the server's next message unless the request expects none.</summary>
internal sealed class WebSocketSession(LoadPlan plan, HttpMessageInvoker invoker, LoadTally tally) : ILoadSession
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private ClientWebSocket? _socket;

    public bool IsOpen => _socket?.State == WebSocketState.Open;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync();
        var start = Stopwatch.GetTimestamp();
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        _socket = socket;
        var first = plan.Requests[0];
        var random = plan.RandomOf(0);
        foreach (var (name, value) in first.Headers.Where(header => !header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase)))
        {
            socket.Options.SetRequestHeader(name, value.RenderText(0, ref random));
        }

        var target = plan.Scenario.Target!;
        var address = new UriBuilder(new Uri(target, first.Path.RenderText(0, ref random))) { Scheme = plan.IsTls ? "wss" : "ws", Port = target.Port };
        await socket.ConnectAsync(address.Uri, invoker, cancellationToken);
        tally.Session.RecordSeconds(Clock.Seconds(Stopwatch.GetTimestamp() - start));
    }

    public async Task<Reply> SendAsync(PlannedRequest request, long sequence, RequestRandom random, CancellationToken cancellationToken)
    {
        var socket = _socket!;
        var message = new ArrayBufferWriter<byte>();
        request.Body!.Render(message, sequence, ref random);
        await socket.SendAsync(message.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        if (request.Expect == AnswerExpectation.None)
        {
            return new Reply(Stopwatch.GetTimestamp(), 0, [], default);
        }

        var kept = request.NeedsBody ? new ArrayBufferWriter<byte>() : null;
        var firstByteAt = 0L;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
            firstByteAt = firstByteAt == 0 ? Stopwatch.GetTimestamp() : firstByteAt;
            if (part.MessageType == WebSocketMessageType.Close)
            {
                socket.Abort();
                throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
            }

            kept?.Write(_buffer.AsSpan(0, Math.Min(part.Count, BodyCheck.KeptBytes - kept.WrittenCount)));
        }
        while (!part.EndOfMessage);
        return new Reply(firstByteAt, 0, [], kept?.WrittenMemory ?? default);
    }

    public ValueTask DisposeAsync()
    {
        _socket?.Abort();
        _socket?.Dispose();
        _socket = null;
        return ValueTask.CompletedTask;
    }
}
