using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Attune.Realtime.Protocol;
using Attune.Testing;

namespace Attune.Realtime.Tests;

/// <summary>The endpoint over Kestrel and real sockets, where closing and vanishing differ from the in-memory server.</summary>
public class RealtimeNetworkTests
{
    [Fact]
    public async Task Subscribe_OverTheNetwork_DeliversInOrder()
    {
        await using var host = await RealtimeHost.StartAsync(onKestrel: true);
        using var socket = await host.ConnectOverNetworkAsync();
        await socket.SubscribeAsync("flows");
        for (var i = 0; i < 100; i++)
        {
            host.Hub.Publish("flows", Encoding.UTF8.GetBytes($"{i}"));
        }

        for (var i = 0; i < 100; i++)
        {
            (await socket.HearAsync()).ShouldBe($"{i}");
        }
    }

    [Fact]
    public async Task TooBigMessage_OverTheNetwork_IsClosedWithTheReason()
    {
        await using var host = await RealtimeHost.StartAsync(onKestrel: true);
        using var socket = await host.ConnectOverNetworkAsync();
        await socket.SayAsync(new string('x', 200_000));
        (await socket.HearCloseAsync()).ShouldBe(WebSocketCloseStatus.MessageTooBig);
        await Eventually.TrueAsync(() => host.Hub.ClientCount == 0);
    }

    [Fact]
    public async Task BinaryMessage_OverTheNetwork_IsClosedWithTheReason()
    {
        await using var host = await RealtimeHost.StartAsync(onKestrel: true);
        using var socket = await host.ConnectOverNetworkAsync();
        await socket.SendAsync(new byte[100_000], WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        (await socket.HearCloseAsync()).ShouldBe(WebSocketCloseStatus.InvalidMessageType);
        await Eventually.TrueAsync(() => host.Hub.ClientCount == 0);
    }

    [Fact]
    public async Task StoppingServer_ClosesTheSocketWithTheReason()
    {
        await using var host = await RealtimeHost.StartAsync(onKestrel: true);
        using var socket = await host.ConnectOverNetworkAsync();
        await socket.SubscribeAsync("flows");
        var stopping = host.StopAsync();
        (await socket.HearCloseAsync()).ShouldBe(WebSocketCloseStatus.EndpointUnavailable);
        await stopping;
        host.Hub.ClientCount.ShouldBe(0);
    }

    [Fact]
    public async Task StoppingServer_DoesNotWaitForAClientThatNeverAnswers()
    {
        var clock = new ManualTimeProvider();
        await using var host = await RealtimeHost.StartAsync(onKestrel: true, time: clock);
        using var socket = await host.ConnectOverNetworkAsync();
        await socket.SubscribeAsync("flows");
        var stopping = host.StopAsync();
        await Eventually.TrueAsync(() => clock.ActiveTimers > 0);
        clock.Advance(WebSocketSession.CloseTimeout);
        await stopping;
        host.Hub.ClientCount.ShouldBe(0);
    }

    [Fact]
    public async Task VanishedClient_IsFreed()
    {
        await using var host = await RealtimeHost.StartAsync(onKestrel: true);
        var socket = await host.ConnectOverNetworkAsync();
        await socket.SubscribeAsync("flows");
        host.Hub.ClientCount.ShouldBe(1);
        socket.Abort();
        await Eventually.TrueAsync(() => host.Hub.ClientCount == 0);
        socket.Dispose();
    }

    [Fact]
    public async Task ClientThatNeverReads_LosesItsOldestMessagesAndHoldsUpNobody()
    {
        await using var host = await RealtimeHost.StartAsync(new RealtimeOptions { QueueCapacity = 4, KeepAlive = TimeSpan.FromMinutes(10) }, onKestrel: true);
        using var stuck = await host.ConnectOverNetworkAsync();
        using var reader = await host.ConnectOverNetworkAsync();
        await stuck.SubscribeAsync("flows");
        await reader.SubscribeAsync("flows");
        // More than all buffers between the two take up.
        const int count = 1500;
        for (var i = 0; i < count; i++)
        {
            var message = new byte[64_000];
            message.AsSpan().Fill((byte)('a' + (i % 26)));
            host.Hub.Publish("flows", message);
            (await reader.HearAsync())[^1].ShouldBe((char)('a' + (i % 26)));
        }

        host.Hub.ClientCount.ShouldBe(2);
        host.Hub.Publish("flows", "end"u8.ToArray());
        var received = 0;
        while (await stuck.HearAsync() != "end")
        {
            received++;
        }

        received.ShouldBeInRange(1, count - 1);
    }

    [Fact]
    public async Task ClientThatStopsAnsweringPings_IsFreed()
    {
        await using var host = await RealtimeHost.StartAsync(new RealtimeOptions { KeepAlive = TimeSpan.FromMilliseconds(100) }, onKestrel: true);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(host.Address.Host, host.Address.Port);
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /ws HTTP/1.1\r\nHost: {host.Address.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"));
        var reply = new byte[12];
        await tcp.GetStream().ReadExactlyAsync(reply).AsTask().WaitAsync(Eventually.Bound);
        Encoding.ASCII.GetString(reply).ShouldBe("HTTP/1.1 101");

        await Eventually.TrueAsync(() => host.Hub.ClientCount == 0);
    }
}
