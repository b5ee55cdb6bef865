using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Attune.Lab.Load;
using Attune.Lab.Tests.Load.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Attune.Lab.Tests.Load.Sessions;

public class SessionEngineTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_Http2WithPriorKnowledge_SpeaksHttp2OverAsManyConnections(bool isOpen)
    {
        await using var target = await LoadTarget.StartAsync(
            context => context.Response.WriteAsync(context.Request.Protocol), HttpProtocols.Http2);
        var result = await LoadRunner.RunAsync(new LoadScenario
        {
            Target = target.Address,
            Protocol = LoadProtocol.Http2,
            Connections = 2,
            Streams = 4,
            Model = isOpen ? OpenModel.At(2000, Long) : ClosedModel.Of(8, Long),
            MaxRequests = 400,
            Checks = [LoadCheck.BodyContains("HTTP/2")],
        });
        result.Errors.ShouldBeEmpty();
        (result.Succeeded, target.Requests, result.Connections).ShouldBe((400, 400, 2));
        result.BytesReceived.ShouldBeGreaterThan(400);
        result.Phases["connect"].Count.ShouldBe(2);
    }

    [Fact]
    public async Task RunAsync_TlsWithoutTrust_IsRefusedUnlessTheScenarioSaysOtherwise()
    {
        using var certificate = SelfSigned();
        await using var target = await LoadTarget.StartAsync(context => context.Response.WriteAsync("Hello"), HttpProtocols.Http1AndHttp2, certificate);
        var scenario = new LoadScenario { Target = target.Address, Model = ClosedModel.Of(2, Long), MaxRequests = 20 };

        var refused = await LoadRunner.RunAsync(scenario);
        refused.Succeeded.ShouldBe(0);
        refused.Errors.Keys.ShouldAllBe(cause => cause.StartsWith("tls: ", StringComparison.Ordinal));
        target.Requests.ShouldBe(0);

        scenario.InsecureTls = true;
        var taken = await LoadRunner.RunAsync(scenario);
        taken.Errors.ShouldBeEmpty();
        (taken.Succeeded, target.Requests).ShouldBe((20, 20));
        taken.Phases["tls"].Count.ShouldBe(2);

        scenario.Protocol = LoadProtocol.Http2;
        (await LoadRunner.RunAsync(scenario)).Succeeded.ShouldBe(20);
    }

    [Theory]
    [InlineData(AnswerExpectation.Reply)]
    [InlineData(AnswerExpectation.None)]
    public async Task RunAsync_WebSocket_SendsEveryMessage(AnswerExpectation expect)
    {
        var received = 0;
        await using var target = await LoadTarget.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[1024];
            while (await ReceiveAsync(socket, buffer) is { } message)
            {
                Interlocked.Increment(ref received);
                if (expect == AnswerExpectation.Reply)
                {
                    await socket.SendAsync(Encoding.UTF8.GetBytes("echo " + message), WebSocketMessageType.Text, true, CancellationToken.None);
                }
            }
        });
        var result = await LoadRunner.RunAsync(new LoadScenario
        {
            Target = new Uri($"ws://127.0.0.1:{target.Address.Port}/live"),
            Protocol = LoadProtocol.WebSocket,
            Connections = 4,
            Model = OpenModel.At(1000, Long),
            MaxRequests = 300,
            Requests = [new LoadRequest { Body = """{"n":{{seq}}}""", Expect = expect, Checks = expect == AnswerExpectation.Reply ? [LoadCheck.BodyContains("echo {\"n\":")] : [] }],
        });
        result.Errors.ShouldBeEmpty();
        result.Succeeded.ShouldBe(300);
        await Attune.Testing.Eventually.TrueAsync(() => Volatile.Read(ref received) == 300, "all messages arrive");
        (result.Connections, result.Phases["session"].Count).ShouldBe((4, 4));
    }

    [Fact]
    public async Task RunAsync_UsersThinkAtTheEnd_AreNotWaitedFor()
    {
        await using var target = await LoadTarget.StartAsync(context => context.Response.WriteAsync("Hello"), HttpProtocols.Http2);
        var result = await LoadRunner.RunAsync(new LoadScenario
        {
            Target = target.Address,
            Protocol = LoadProtocol.Http2,
            Model = ClosedModel.Of(2, TimeSpan.FromSeconds(1), ThinkTime.Parse("1h")),
            Timeout = TimeSpan.FromSeconds(40),
        });
        result.Requests.ShouldBe(2);
        result.Duration.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task RunAsync_WebSocketThatIsClosed_FailsAndConnectsAnew()
    {
        await using var target = await LoadTarget.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[1024];
            await ReceiveAsync(socket, buffer);
            await socket.SendAsync("first"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
            await ReceiveAsync(socket, buffer);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        });
        var result = await LoadRunner.RunAsync(new LoadScenario
        {
            Target = target.Address,
            Protocol = LoadProtocol.WebSocket,
            Model = ClosedModel.Of(1, Long),
            MaxRequests = 6,
            Requests = [new LoadRequest { Body = "x" }],
        });
        result.Errors.ShouldBe(new Dictionary<string, long> { ["connection closed"] = 3 });
        (result.Succeeded, result.Failed).ShouldBe((3, 3));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_Mcp_InitialisesEachSessionAndCallsTheTool(bool streams)
    {
        var server = new McpServer(streams);
        await using var target = await LoadTarget.StartAsync(server.AnswerAsync);
        var result = await LoadRunner.RunAsync(new LoadScenario
        {
            Target = new Uri(target.Address, "/mcp"),
            Protocol = LoadProtocol.Mcp,
            Model = ClosedModel.Of(3, Long),
            MaxRequests = 60,
            Requests =
            [
                new LoadRequest { Tool = "echo", Arguments = """{"message":"n {{seq}}"}""", Checks = [LoadCheck.BodyContains("you said n ")] },
                new LoadRequest { Tool = "fails" },
                new LoadRequest { Tool = "unknown" },
            ],
        });
        result.Errors.Keys.Order().ShouldBe(["mcp error -32602", "tool error"]);
        result.Requests.ShouldBe(60);
        result.Succeeded.ShouldBeInRange(8, 40);
        server.Sessions.ShouldBe(3);
        server.Calls.ShouldBe(60);
        result.Phases["session"].Count.ShouldBe(3);
        result.Statuses.ShouldBe(new Dictionary<string, long> { ["200"] = 60 });
    }

    [Fact]
    public async Task RunAsync_McpSessionThatIsForgotten_IsBegunAnew()
    {
        var server = new McpServer(streams: false) { CallsPerSession = 5 };
        await using var target = await LoadTarget.StartAsync(server.AnswerAsync);
        var result = await LoadRunner.RunAsync(new LoadScenario
        {
            Target = target.Address,
            Protocol = LoadProtocol.Mcp,
            Model = ClosedModel.Of(1, Long),
            MaxRequests = 12,
            Requests = [new LoadRequest { Tool = "echo", Arguments = """{"message":"x"}""" }],
        });
        result.Errors.ShouldBe(new Dictionary<string, long> { ["status 404"] = 2 });
        (result.Succeeded, server.Sessions).ShouldBe((10, 2));
    }

    [Fact]
    public async Task RunAsync_McpArgumentsThatAreNoJson_IsRefused()
    {
        var scenario = new LoadScenario { Target = new Uri("http://127.0.0.1:9/"), Protocol = LoadProtocol.Mcp, Requests = [new LoadRequest { Tool = "x", Arguments = "{\"a\":}" }] };
        (await Should.ThrowAsync<LoadException>(() => LoadRunner.RunAsync(scenario))).Message.ShouldBe("requests[0].arguments: not a JSON object");
    }

    [Theory]
    [InlineData(LoadProtocol.Http2)]
    [InlineData(LoadProtocol.WebSocket)]
    [InlineData(LoadProtocol.Mcp)]
    public async Task RunAsync_ServerThatIsNotThere_CountsRefusalsWithoutHammering(LoadProtocol protocol)
    {
        var result = await LoadRunner.RunAsync(new LoadScenario
        {
            // Nothing listens on the port for discarding (RFC 863) here, nor may an ordinary program.
            Target = new Uri("http://127.0.0.1:9/"),
            Protocol = protocol,
            Connections = 2,
            Streams = 1,
            Model = ClosedModel.Of(2, TimeSpan.FromSeconds(0.6)),
            Requests = [new LoadRequest { Body = "x", Tool = "x" }],
        });
        result.Errors.Keys.ShouldBe(["connection refused"]);
        // Pauses of 10, 20, 40, … ms: at most 8 attempts and a second failure without one fit for each user.
        result.Failed.ShouldBeInRange(1, 18);
    }

    private static async Task<string?> ReceiveAsync(WebSocket socket, byte[] buffer)
    {
        try
        {
            var part = await socket.ReceiveAsync(buffer, CancellationToken.None);
            return part.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(buffer, 0, part.Count);
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private sealed class McpServer(bool streams)
    {
        private readonly Dictionary<string, int> _callsOf = new(StringComparer.Ordinal);
        private int _calls;

        public int CallsPerSession { get; init; } = int.MaxValue;

        public int Calls => _calls;

        public int Sessions => _callsOf.Count;

        public async Task AnswerAsync(HttpContext context)
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body);
            var (root, session) = (document.RootElement, context.Request.Headers["Mcp-Session-Id"].ToString());
            var method = root.GetProperty("method").GetString();
            context.Request.Headers.Accept.ToString().ShouldBe("application/json, text/event-stream");
            if (method == "initialize")
            {
                var id = Guid.NewGuid().ToString();
                lock (_callsOf)
                {
                    _callsOf[id] = 0;
                }

                context.Response.Headers["Mcp-Session-Id"] = id;
                await WriteAsync(context, """{"jsonrpc":"2.0","id":"initialize","result":{"protocolVersion":"2025-06-18","capabilities":{},"serverInfo":{"name":"t","version":"1"}}}""");
                return;
            }

            if (method == "notifications/initialized")
            {
                context.Response.StatusCode = 202;
                return;
            }

            Interlocked.Increment(ref _calls);
            lock (_callsOf)
            {
                if (++_callsOf[session] > CallsPerSession)
                {
                    context.Response.StatusCode = 404;
                    return;
                }
            }

            var answer = root.GetProperty("params").GetProperty("name").GetString() switch
            {
                "echo" => $$"""{"content":[{"type":"text","text":"you said {{root.GetProperty("params").GetProperty("arguments").GetProperty("message").GetString()}}"}]}""",
                "fails" => """{"content":[],"isError":true}""",
                _ => null,
            };
            await WriteAsync(context, $$"""{"jsonrpc":"2.0","id":{{root.GetProperty("id").GetRawText()}},{{(answer is null ? """ "error":{"code":-32602,"message":"no such tool"}""" : $"\"result\":{answer}")}}}""");
        }

        private async Task WriteAsync(HttpContext context, string json)
        {
            context.Response.ContentType = streams ? "text/event-stream" : "application/json";
            await context.Response.WriteAsync(streams
                ? $"event: message\ndata: {{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}}\n\nevent: message\ndata: {json}\n\n"
                : json);
        }
    }
}
