using System.Net;
using System.Net.Sockets;
using System.Text;
using Attune.Server.Tests.Testing;
using Attune.Testing;

namespace Attune.Server.Tests.Security;

public sealed class KeyGuardTests
{
    private const string Key = "0123456789abcdef-KEY";

    [Theory]
    [InlineData("/v1/flows")]
    [InlineData("/V1/Flows")]
    [InlineData("/%761/flows")]
    [InlineData("/v1/tunables")]
    [InlineData("/v1/nowhere")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/v1/realtime/tokens")]
    [InlineData("/ws")]
    public async Task Guarded_WithoutTheKey_IsRefused(string path)
    {
        await using var server = await RunningServer.StartAsync(("server.api_key", Key));
        foreach (var header in new[] { path == "/ws" ? "" : null, "ApiKey wrong", "ApiKey", "ApiKey ", $"Bearer {Key}", $"ApiKey {Key}x", $"ApiKey {Key[..^1]}", $"ApiKey {Key.ToUpperInvariant()}" })
        {
            using var response = await SendAsync(server, path, header);

            await response.ShouldBeProblemAsync(401);
            response.Headers.WwwAuthenticate.ToString().ShouldBe("ApiKey");
            SecurityHeadersTests.ShouldBeSecure(response);
        }
    }

    [Theory]
    [InlineData("/v1/flows", 200)]
    [InlineData("/metrics", 200)]
    [InlineData("/openapi/v1.json", 200)]
    [InlineData("/v1/nowhere", 404)]
    [InlineData("/ws", 426)]
    public async Task Guarded_WithTheKey_Answers(string path, int status)
    {
        await using var server = await RunningServer.StartAsync(("server.api_key", Key));

        foreach (var header in new[] { $"ApiKey {Key}", $"apikey  {Key}" })
        {
            using var response = await SendAsync(server, path, header);
            ((int)response.StatusCode).ShouldBe(status);
        }
    }

    [Theory]
    [InlineData("//v1/flows")]
    [InlineData("/./v1/flows")]
    [InlineData("/x/../v1/flows")]
    [InlineData("/v1%2Fflows")]
    [InlineData("/v1/./flows")]
    [InlineData("http://127.0.0.1/v1/flows")]
    public async Task Guarded_ByAnotherSpelling_IsNotReached(string target)
    {
        await using var server = await RunningServer.StartAsync(("server.api_key", Key));
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Server.Url.Port);

        // HttpClient would tidy the path up before it is sent.
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"));
        var answer = await new StreamReader(socket.GetStream()).ReadLineAsync().WithinLimit();

        answer!.Split(' ')[1].ShouldBeOneOf("400", "401", "404");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/styles.css")]
    [InlineData("/health")]
    [InlineData("/health/ready")]
    [InlineData("/ready")]
    public async Task Open_NeedsNoKey(string path)
    {
        await using var server = await RunningServer.StartAsync(("server.api_key", Key));

        using var response = await server.Client.GetAsync(path);

        ((int)response.StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task Post_WithoutTheKey_StoresNothing()
    {
        await using var server = await RunningServer.StartAsync(("server.api_key", Key));

        using var response = await server.PostAsync(EventBodies.Flow(1));

        await response.ShouldBeProblemAsync(401);
        (await server.Store.CountRowsAsync()).Total.ShouldBe(0);
    }

    [Fact]
    public async Task Key_IsNeverWrittenToTheLog()
    {
        using var folder = new TemporaryFolder();
        var log = folder.File("attune.log");
        await using (var server = await RunningServer.StartInAsync(folder, ("server.api_key", Key), ("logging.file", log), ("logging.level", "verbose")))
        {
            using var good = await SendAsync(server, "/v1/flows", $"ApiKey {Key}");
            using var inQuery = await SendAsync(server, $"/v1/flows?key={Key}", $"ApiKey {Key}");
            using var wrong = await SendAsync(server, "/v1/flows", $"Bearer {Key}");
            using var socket = await LiveSocket.ConnectAsync(server);
            (await socket.AskAsync(new { type = "auth", key = Key })).GetProperty("type").GetString().ShouldBe("authenticated");
        }

        var text = await File.ReadAllTextAsync(log);
        text.ShouldContain("/v1/flows");
        text.ShouldNotContain(Key);
    }

    private static async Task<HttpResponseMessage> SendAsync(RunningServer server, string path, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await server.Client.SendAsync(request);
    }
}
