using System.Text;

namespace Attune.Realtime.Tests.Wire;

public class HandshakeTests
{
    [Fact]
    public async Task GoodHandshake_IsAnsweredAsTheSpecificationShows()
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.AskAsync(host.Address);
        client.Answer.Status.ShouldBe(101);
        client.Answer.Headers["Connection"].ShouldBe("Upgrade");
        client.Answer.Headers["Upgrade"].ShouldBe("websocket");
        // The example of RFC 6455, 1.3.
        client.Answer.Headers["Sec-WebSocket-Accept"].ShouldBe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        client.Answer.Headers.Keys.ShouldNotContain("Sec-WebSocket-Protocol");
        client.Answer.Headers.Keys.ShouldNotContain("Sec-WebSocket-Extensions");
        host.Sessions.Single().Connection.Subprotocol.ShouldBeNull();
        host.Sessions.Single().Connection.Deflate.ShouldBeFalse();
    }

    [Theory]
    [InlineData("GET", "Upgrade", null, 426)]
    [InlineData("GET", "Upgrade", "h2c", 426)]
    [InlineData("GET", "Connection", null, 426)]
    [InlineData("GET", "Connection", "close", 426)]
    [InlineData("POST", "X-Nothing", null, 426)]
    [InlineData("GET", "Sec-WebSocket-Version", null, 426)]
    [InlineData("GET", "Sec-WebSocket-Version", "8", 426)]
    [InlineData("GET", "Sec-WebSocket-Version", "13, 8", 426)]
    [InlineData("GET", "Sec-WebSocket-Key", null, 400)]
    [InlineData("GET", "Sec-WebSocket-Key", "", 400)]
    [InlineData("GET", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ", 400)]
    [InlineData("GET", "Sec-WebSocket-Key", "AAAA", 400)]
    [InlineData("GET", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZSE=AAAA", 400)]
    [InlineData("GET", "Sec-WebSocket-Key", "????????????????????????", 400)]
    [InlineData("GET", "Sec-WebSocket-Protocol", "attune.v2, chat", 400)]
    public async Task BadHandshake_IsRefused(string method, string header, string? value, int status)
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.AskAsync(host.Address, method, headers: [(header, value), .. method == "POST" ? [("Content-Length", "0")] : Array.Empty<(string, string?)>()]);
        client.Answer.Status.ShouldBe(status);
        client.Answer.Body.ShouldContain($"\"status\":{status}");
        client.Answer.Headers["Content-Type"].ShouldBe("application/problem+json");
        if (status == 426)
        {
            client.Answer.Headers["Upgrade"].ShouldBe("websocket");
        }

        client.Answer.Headers.ContainsKey("Sec-WebSocket-Version").ShouldBe(header == "Sec-WebSocket-Version");
        host.Sessions.ShouldBeEmpty();
    }

    [Fact]
    public async Task OnlyUnknownSubprotocols_AreRefusedByThoseThatAreSpoken()
    {
        await using var host = await WireHost.StartAsync(WireHost.Options with { Subprotocols = ["attune.v1", "attune.v2"] });
        using var client = await RawWebSocket.AskAsync(host.Address, headers: [("Sec-WebSocket-Protocol", "soap")]);
        client.Answer.Body.ShouldContain("attune.v1, attune.v2");
    }

    [Theory]
    [InlineData("attune.v1", "attune.v1")]
    [InlineData("chat, attune.v1", "attune.v1")]
    [InlineData("chat,,attune.v2 , attune.v1", "attune.v2")]
    [InlineData("", null)]
    public async Task FirstKnownSubprotocol_IsChosen(string offered, string? expected)
    {
        await using var host = await WireHost.StartAsync(WireHost.Options with { Subprotocols = ["attune.v1", "attune.v2"] });
        using var client = await RawWebSocket.AskAsync(host.Address, headers: [("Sec-WebSocket-Protocol", offered)]);
        client.Answer.Status.ShouldBe(101);
        client.Answer.Headers.GetValueOrDefault("Sec-WebSocket-Protocol").ShouldBe(expected);
        host.Sessions.Single().Connection.Subprotocol.ShouldBe(expected);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Compression_IsAgreedOnWhereItIsAllowed(bool allowed, bool expected)
    {
        await using var host = await WireHost.StartAsync(WireHost.Options with { Compression = allowed });
        using var client = await RawWebSocket.OpenAsync(host.Address, compression: true);
        client.Answer.Headers.ContainsKey("Sec-WebSocket-Extensions").ShouldBe(expected);
        host.Sessions.Single().Connection.Deflate.ShouldBe(expected);
    }

    [Fact]
    public async Task FirstFrame_InTheSameWriteAsTheHandshake_IsRead()
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.DialAsync(host.Address);
        var head = $"GET /ws HTTP/1.1\r\n{string.Concat(RawWebSocket.Headers(host.Address).Select(header => $"{header.Key}: {header.Value}\r\n"))}\r\n";
        await client.WriteAsync([.. Encoding.ASCII.GetBytes(head), .. RawFrame.Text("early").ToBytes()]);
        (await HttpAnswer.ReadAsync(client.Network)).Status.ShouldBe(101);
        (await client.ReadTextAsync()).ShouldBe("early");
    }

    [Fact]
    public async Task RefusedHandshake_LeavesTheConnectionForTheNextRequest()
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.AskAsync(host.Address, headers: [("Sec-WebSocket-Key", null)]);
        client.Answer.Status.ShouldBe(400);
        var head = $"GET /ws HTTP/1.1\r\n{string.Concat(RawWebSocket.Headers(host.Address).Select(header => $"{header.Key}: {header.Value}\r\n"))}\r\n";
        await client.WriteAsync(Encoding.ASCII.GetBytes(head));
        (await HttpAnswer.ReadAsync(client.Network)).Status.ShouldBe(101);
    }

    [Fact]
    public async Task MoreUpgradesThanTheServerAllows_AreRefused()
    {
        await using var host = await WireHost.StartAsync(listen: endpoint => endpoint.KestrelServerOptions.Limits.MaxConcurrentUpgradedConnections = 1);
        using var first = await RawWebSocket.OpenAsync(host.Address);
        using var second = await RawWebSocket.AskAsync(host.Address);
        second.Answer.Status.ShouldBe(503);
        second.Answer.Headers.Keys.ShouldNotContain("Sec-WebSocket-Accept");
        host.Sessions.Count.ShouldBe(1);
    }
}
