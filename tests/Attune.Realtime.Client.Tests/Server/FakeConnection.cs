using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Attune.Testing;
using Microsoft.AspNetCore.Http;

namespace Attune.Realtime.Client.Tests.Server;

/// <summary>The server's side of one connection.</summary>
internal sealed class FakeConnection(HttpContext context, WebSocket socket)
{
    private readonly Channel<JsonElement> _received = Channel.CreateUnbounded<JsonElement>();
    private readonly CancellationTokenSource _cut = new();
    private readonly TaskCompletionSource<WebSocketCloseStatus?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IHeaderDictionary Headers { get; } = new HeaderDictionary(context.Request.Headers.ToDictionary());

    /// <summary>True leaves a client's close without an answer.</summary>
    public bool IsSilent { get; set; }

    /// <summary>The code with which the client closed; null when the connection broke.</summary>
    public Task<WebSocketCloseStatus?> Closed => _closed.Task.WaitAsync(Eventually.Bound);

    /// <summary>Messages that came and were not asked for yet.</summary>
    public int Waiting => _received.Reader.Count;

    /// <summary>The next message, which must be of the type.</summary>
    public async Task<JsonElement> ExpectAsync(string type)
    {
        var message = await _received.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Bound);
        message.GetProperty("type").GetString().ShouldBe(type, message.GetRawText());
        return message;
    }

    /// <summary>The next message; null when the connection is over.</summary>
    public async Task<JsonElement?> ReadAsync()
    {
        try
        {
            return await _received.Reader.ReadAsync();
        }
        catch (ChannelClosedException)
        {
            return null;
        }
    }

    /// <summary>Takes a subscription and answers it.</summary>
    public async Task<JsonElement> AcceptAsync(long? sequence = 0, string epoch = "e1")
    {
        var request = await ExpectAsync("subscribe");
        await SubscribedAsync(request, sequence, epoch);
        return request;
    }

    public Task SubscribedAsync(JsonElement request, long? sequence = 0, string epoch = "e1") => SendAsync(
        $$"""{"type":"subscribed","id":{{request.GetProperty("id")}},"epoch":"{{epoch}}","channels":[{"channel":"{{request.GetProperty("channels")[0]}}","sequence":{{sequence?.ToString() ?? "null"}}}]}""");

    public Task ErrorAsync(JsonElement request, string code, string message = "No.") =>
        SendAsync($$"""{"type":"error","id":{{request.GetProperty("id")}},"code":"{{code}}","message":"{{message}}"}""");

    public Task DataAsync(string channel, long sequence, string? data = null) => SendAsync(Data(channel, sequence, data));

    public static string Data(string channel, long sequence, string? data = null) =>
        $$"""{"type":"data","channel":"{{channel}}","sequence":{{sequence}},"time":"2026-01-01T00:00:00Z","data":{{data ?? sequence.ToString()}}}""";

    public static string Gap(string channel, long from, long to, long? count, string reason) =>
        $$"""{"type":"gap","channel":"{{channel}}","from":{{from}},"to":{{to}},"count":{{count?.ToString() ?? "null"}},"reason":"{{reason}}"}""";

    public static string Batch(params IEnumerable<string> messages) => $$"""{"type":"batch","messages":[{{string.Join(',', messages)}}]}""";

    public async Task SendAsync(string message) => await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, _cut.Token);

    public async Task SendBinaryAsync(byte[] message) => await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, _cut.Token);

    public Task CloseAsync(int code, string reason = "") => socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, _cut.Token);

    /// <summary>The connection breaks.</summary>
    public void Cut()
    {
        _cut.Cancel();
        try
        {
            context.Abort();
        }
        catch (ObjectDisposedException)
        {
            // It is over already.
        }
    }

    public async Task ReceiveAllAsync()
    {
        var buffer = new byte[1 << 20];
        WebSocketCloseStatus? code = null;
        try
        {
            var length = 0;
            while (true)
            {
                var result = await socket.ReceiveAsync(buffer.AsMemory(length), _cut.Token);
                length += result.Count;
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    code = socket.CloseStatus;
                    break;
                }

                if (result.EndOfMessage)
                {
                    _received.Writer.TryWrite(JsonElement.Parse(buffer.AsSpan(0, length)));
                    length = 0;
                }
            }

            if (IsSilent)
            {
                await Task.Delay(Timeout.Infinite, _cut.Token);
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _cut.Token);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut, by one side or the other.
        }
        finally
        {
            _received.Writer.TryComplete();
            _closed.TrySetResult(code);
        }
    }
}
