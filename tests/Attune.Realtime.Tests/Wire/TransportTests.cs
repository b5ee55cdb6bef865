using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Attune.Realtime.Wire;
using Attune.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Attune.Realtime.Tests.Wire;

/// <summary>Which way frames go, and that none overtakes another.</summary>
public class TransportTests
{
    private static readonly byte[] Frame = WebSocketFrames.Text("direct"u8);

    [Fact]
    public async Task PlainConnection_SendsDirectlyOnceTheClientHasSpoken()
    {
        var silent = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await WireHost.StartAsync(session: async connection =>
        {
            connection.Transport.ShouldBeOfType<SocketTransport>();
            silent.SetResult(connection.Transport.TrySend(Frame));
            await connection.ReceiveAsync(CancellationToken.None);
            connection.Transport.TrySend(Frame).ShouldBe(Frame.Length);
            await connection.ReceiveAsync(CancellationToken.None);
        });
        using var client = await RawWebSocket.OpenAsync(host.Address);
        (await silent.Task.WaitAsync(Eventually.Bound)).ShouldBe(0);
        await client.SendAsync(RawFrame.Text("here"));
        (await client.ReadTextAsync()).ShouldBe("direct");
        await client.SendAsync(RawFrame.Close(1000));
        await host.OnlySessionAsync();
    }

    [Fact]
    public async Task FramesSentBeforeTheClientSpoke_AreNotOvertaken()
    {
        await using var host = await WireHost.StartAsync(session: async connection =>
        {
            for (var i = 0; i < 300; i++)
            {
                if (i == 100)
                {
                    await connection.ReceiveAsync(CancellationToken.None);
                }

                connection.Transport.TrySend(Frame).ShouldBe(0);
                await connection.Transport.SendAsync(WebSocketFrames.Text(Encoding.ASCII.GetBytes($"{i}")), CancellationToken.None);
            }

            await connection.ReceiveAsync(CancellationToken.None);
        });
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await client.SendAsync(RawFrame.Text("here"));
        for (var i = 0; i < 300; i++)
        {
            (await client.ReadTextAsync()).ShouldBe($"{i}");
        }

        await client.SendAsync(RawFrame.Close(1000));
        await host.OnlySessionAsync();
    }

    [Fact]
    public async Task Tls_SendsThroughTheServersStream()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var host = await WireHost.StartAsync(certificate: certificate);
        host.Address.Scheme.ShouldBe("wss");
        using var client = await RawWebSocket.OpenAsync(host.Address, compression: true);
        host.Sessions.Single().Connection.Transport.ShouldBeOfType<StreamTransport>();
        var text = new string('t', 100_000);
        await client.SendAsync(RawFrame.Text(text), RawFrame.Compressed("small"));
        (await client.ReadTextAsync()).ShouldBe(text);
        (await client.ReadTextAsync()).ShouldBe("small");
        await client.SendAsync(RawFrame.Close(1000));
        (await client.ReadCloseAndEndAsync()).ShouldBe(1000);
    }

    [Fact]
    public async Task MiddlewareOfTheConnection_IsNotPassedBy()
    {
        await using var host = await WireHost.StartAsync(listen: endpoint => endpoint.UseConnectionLogging());
        using var client = await RawWebSocket.OpenAsync(host.Address);
        host.Sessions.Single().Connection.Transport.ShouldBeOfType<StreamTransport>();
        await client.SendAsync(RawFrame.Text("logged"));
        (await client.ReadTextAsync()).ShouldBe("logged");
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task ClientOfNet_IsUnderstoodOverBothProtocols(int version, bool compression)
    {
        await using var host = await WireHost.StartAsync(listen: endpoint => endpoint.Protocols = version == 2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
        using var client = new ClientWebSocket();
        client.Options.AddSubProtocol("attune.v1");
        client.Options.DangerousDeflateOptions = compression ? new WebSocketDeflateOptions() : null;
        client.Options.HttpVersion = version == 2 ? HttpVersion.Version20 : HttpVersion.Version11;
        client.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        await client.ConnectAsync(host.Address, http, CancellationToken.None).WaitAsync(Eventually.Bound);
        client.SubProtocol.ShouldBe("attune.v1");
        var connection = host.Sessions.Single().Connection;
        connection.Deflate.ShouldBe(compression);
        connection.Transport.GetType().ShouldBe(version == 2 ? typeof(StreamTransport) : typeof(SocketTransport));
        for (var i = 0; i < 5; i++)
        {
            var text = string.Concat(Enumerable.Repeat($"message {i} ", 5000));
            await client.SayAsync(text);
            (await client.HearAsync()).ShouldBe(text);
        }

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None).WaitAsync(Eventually.Bound);
        client.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
        await host.OnlySessionAsync();
    }

    [Fact]
    public async Task Http2_WrongVersionOrSubprotocol_IsRefused()
    {
        await using var host = await WireHost.StartAsync(listen: endpoint => endpoint.Protocols = HttpProtocols.Http2);
        using var client = new ClientWebSocket();
        client.Options.AddSubProtocol("soap");
        client.Options.HttpVersion = HttpVersion.Version20;
        client.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        var error = await Should.ThrowAsync<WebSocketException>(() => client.ConnectAsync(host.Address, http, CancellationToken.None).WaitAsync(Eventually.Bound));
        error.ToString().ShouldContain("400");
        host.Sessions.ShouldBeEmpty();
    }
}
