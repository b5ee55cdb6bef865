using System.Net;
using System.Net.WebSockets;
using System.Text;
using Attune.Testing;

namespace Attune.Realtime.Tests;

/// <summary>The endpoint over an in-memory server.</summary>
public class RealtimeEndpointTests
{
    private static readonly byte[] Data = "{\"type\":\"data\",\"channel\":\"flows\",\"data\":[1]}"u8.ToArray();

    [Fact]
    public async Task Subscribe_KnownChannels_IsConfirmedAndDataArrives()
    {
        await using var host = await RealtimeHost.StartAsync();
        using var socket = await host.ConnectAsync();

        await socket.SayAsync("""{"type":"subscribe","channels":["flows","windows"]}""");
        (await socket.HearAsync()).ShouldBe("""{"type":"subscribed","channels":["flows","windows"]}""");
        host.Hub.Publish("flows", Data);
        (await socket.HearAsync()).ShouldBe(Encoding.UTF8.GetString(Data));
    }

    [Fact]
    public async Task Unsubscribe_Channel_IsConfirmedAndItsDataStops()
    {
        await using var host = await RealtimeHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SubscribeAsync("flows", "windows");

        await socket.SayAsync("""{"type":"unsubscribe","channel":"flows"}""");
        (await socket.HearAsync()).ShouldBe("""{"type":"unsubscribed","channels":["windows"]}""");
        host.Hub.Publish("flows", Data);
        host.Hub.Publish("windows", "{}"u8.ToArray());
        (await socket.HearAsync()).ShouldBe("{}");
    }

    [Fact]
    public async Task Publish_ToSeveralClients_ReachesEachByItsChannels()
    {
        await using var host = await RealtimeHost.StartAsync();
        using var flows = await host.ConnectAsync();
        using var metrics = await host.ConnectAsync();
        await flows.SubscribeAsync("flows");
        await metrics.SubscribeAsync("metrics");

        host.Hub.ClientCount.ShouldBe(2);
        host.Hub.Publish("flows", "\"f\""u8.ToArray());
        host.Hub.Publish("metrics", "\"m\""u8.ToArray());
        (await flows.HearAsync()).ShouldBe("\"f\"");
        (await metrics.HearAsync()).ShouldBe("\"m\"");
    }

    [Fact]
    public async Task Ping_IsAnsweredByPong()
    {
        await using var host = await RealtimeHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SayAsync("""{"type":"ping"}""");
        (await socket.HearAsync()).ShouldBe("""{"type":"pong"}""");
    }

    [Theory]
    [InlineData("""{"type":"subscribe","channels":["secrets"]}""", "channels must be an array of flows, windows, messages, metrics")]
    [InlineData("""{"type":"subscribe","channels":["\ud800"]}""", "not valid")]
    [InlineData("{not json", "not valid JSON")]
    [InlineData("""{"type":"\ud800"}""", "not valid")]
    [InlineData("""{"type":"shout"}""", "type must be subscribe, unsubscribe or ping")]
    [InlineData("", "not valid JSON")]
    public async Task BadCommand_IsAnsweredByAnErrorAndTheSocketStaysOpen(string message, string expected)
    {
        await using var host = await RealtimeHost.StartAsync();
        using var socket = await host.ConnectAsync();

        await socket.SayAsync(message);
        var reply = await socket.HearAsync();
        reply.ShouldStartWith("{\"type\":\"error\",\"message\":");
        reply.ShouldContain(expected);
        await socket.SayAsync("""{"type":"ping"}""");
        (await socket.HearAsync()).ShouldContain("pong");
    }

    [Fact]
    public async Task FragmentedCommand_IsReadAsOne()
    {
        await using var host = await RealtimeHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendAsync("{\"type\":"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
        await socket.SendAsync("\"ping\"}"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        (await socket.HearAsync()).ShouldContain("pong");
    }

    [Fact]
    public async Task MessageUpToTheLimit_IsRead_AndALongerOneClosesTheSocket()
    {
        await using var host = await RealtimeHost.StartAsync(new RealtimeOptions { MaxMessageBytes = 128 });
        using var socket = await host.ConnectAsync();

        await socket.SayAsync("""{"type":"ping"}""".PadRight(128));
        (await socket.HearAsync()).ShouldContain("pong");
        await socket.SayAsync("""{"type":"ping"}""".PadRight(129));
        (await socket.HearCloseAsync()).ShouldBe(WebSocketCloseStatus.MessageTooBig);
        await Eventually.TrueAsync(() => host.Hub.ClientCount == 0);
    }

    [Fact]
    public async Task BinaryMessage_ClosesTheSocket()
    {
        await using var host = await RealtimeHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendAsync("{\"type\":\"ping\"}"u8.ToArray(), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        (await socket.HearCloseAsync()).ShouldBe(WebSocketCloseStatus.InvalidMessageType);
        await Eventually.TrueAsync(() => host.Hub.ClientCount == 0);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("https://localhost.evil.example")]
    [InlineData("http://localhost:8080")]
    [InlineData("null")]
    [InlineData("localhost")]
    [InlineData("http://localhost, http://evil.example")]
    public async Task OtherOrigin_IsRefused(string origin)
    {
        await using var host = await RealtimeHost.StartAsync();
        (await Should.ThrowAsync<InvalidOperationException>(() => host.ConnectAsync(origin))).Message.ShouldContain("403");
        host.Hub.ClientCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("http://localhost")]
    [InlineData("http://LOCALHOST:80")]
    [InlineData("https://localhost")]
    public async Task SameOrigin_MayConnect(string origin)
    {
        await using var host = await RealtimeHost.StartAsync();
        using var socket = await host.ConnectAsync(origin);
        socket.State.ShouldBe(WebSocketState.Open);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData(":::")]
    public async Task OriginWithAHostThatIsNone_IsRefused(string name)
    {
        await using var host = await RealtimeHost.StartAsync();
        var client = host.Server.CreateWebSocketClient();
        client.ConfigureRequest = request => (request.Headers.Origin, request.Headers.Host) = ("http://localhost", name);
        var error = await Should.ThrowAsync<InvalidOperationException>(() => client.ConnectAsync(new Uri("ws://localhost/ws"), CancellationToken.None));
        error.Message.ShouldContain("403");
    }

    [Fact]
    public async Task PlainGet_NeedsAnUpgrade()
    {
        await using var host = await RealtimeHost.StartAsync();
        using var client = host.Server.CreateClient();
        using var response = await client.GetAsync(new Uri("/ws", UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.UpgradeRequired);
        response.Headers.Upgrade.ToString().ShouldBe("websocket");
    }

    /// <summary>Over HTTP/2 a WebSocket begins with CONNECT: the route must not answer 405.</summary>
    [Fact]
    public async Task Connect_IsRoutedToTheEndpoint()
    {
        await using var host = await RealtimeHost.StartAsync();
        var context = await host.Server.SendAsync(request =>
        {
            request.Request.Method = "CONNECT";
            request.Request.Path = "/ws";
        });
        context.Response.StatusCode.ShouldBe((int)HttpStatusCode.UpgradeRequired);
    }

    [Fact]
    public async Task MoreClientsThanAllowed_AreRefused()
    {
        await using var host = await RealtimeHost.StartAsync(new RealtimeOptions { MaxClients = 1 });
        using var first = await host.ConnectAsync();
        (await Should.ThrowAsync<InvalidOperationException>(() => host.ConnectAsync())).Message.ShouldContain("503");
        await first.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Eventually.Bound);
        await Eventually.TrueAsync(() => host.Hub.ClientCount == 0);
        using var next = await host.ConnectAsync();
        next.State.ShouldBe(WebSocketState.Open);
    }

    [Fact]
    public async Task ClosingClient_IsAnsweredAndFreed()
    {
        await using var host = await RealtimeHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SubscribeAsync("flows");
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None).WaitAsync(Eventually.Bound);
        socket.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
        await Eventually.TrueAsync(() => host.Hub.ClientCount == 0);
    }

    [Fact]
    public async Task AbruptDisconnect_FreesTheClient()
    {
        await using var host = await RealtimeHost.StartAsync();
        var socket = await host.ConnectAsync();
        await socket.SubscribeAsync("flows");
        host.Hub.ClientCount.ShouldBe(1);
        socket.Abort();
        await Eventually.TrueAsync(() => host.Hub.ClientCount == 0);
        socket.Dispose();
    }

    [Fact]
    public async Task DisposedHub_ClosesTheSocketWithTheReason()
    {
        await using var host = await RealtimeHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SubscribeAsync("flows");
        host.Hub.Publish("flows", Data);
        host.Hub.Dispose();

        (await socket.HearAsync()).ShouldBe(Encoding.UTF8.GetString(Data));
        (await socket.HearCloseAsync()).ShouldBe(WebSocketCloseStatus.EndpointUnavailable);
    }

}
