using System.Net.WebSockets;
using System.Text.Json;
using Attune.Server.Tests.Testing;
using Attune.Testing;

namespace Attune.Server.Tests.Security;

public sealed class LiveFeedAccessTests
{
    private const string Key = "0123456789abcdef-KEY";
    private static readonly object Subscribe = new { type = "subscribe", channels = new[] { "flows" } };

    [Fact]
    public async Task Feed_WithoutAKeyToAskFor_LetsEverybodyRead()
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = await LiveSocket.ConnectAsync(server);

        TypeOf(await socket.AskAsync(Subscribe)).ShouldBe("subscribed");
    }

    [Fact]
    public async Task Feed_WithTheKeyInTheHeader_NeedsNoAuth()
    {
        await using var server = await RunningServer.StartAsync(("server.api_key", Key));
        using var socket = await LiveSocket.ConnectAsync(server, $"ApiKey {Key}");

        TypeOf(await socket.AskAsync(Subscribe)).ShouldBe("subscribed");
    }

    [Fact]
    public async Task Feed_WithAWrongKeyInTheHeader_RefusesTheHandshake()
    {
        await using var server = await RunningServer.StartAsync(("server.api_key", Key));

        (await Should.ThrowAsync<WebSocketException>(() => LiveSocket.ConnectAsync(server, "ApiKey wrong"))).Message.ShouldContain("401");
    }

    [Fact]
    public async Task Feed_BeforeAuth_RefusesToSubscribe()
    {
        await using var server = await RunningServer.StartAsync(("server.api_key", Key));
        using var socket = await LiveSocket.ConnectAsync(server);

        CodeOf(await socket.AskAsync(Subscribe)).ShouldBe("unauthenticated");
        foreach (var wrong in new[] { "wrong", "", Key + "x", Key[..^1], Key.ToUpperInvariant() })
        {
            CodeOf(await socket.AskAsync(new { type = "auth", key = wrong })).ShouldBeOneOf("unauthenticated", "malformed");
        }

        CodeOf(await socket.AskAsync(Subscribe)).ShouldBe("unauthenticated");
    }

    [Fact]
    public async Task Feed_AfterAuthWithTheKey_LetsRead()
    {
        await using var server = await RunningServer.StartAsync(("server.api_key", Key));
        using var socket = await LiveSocket.ConnectAsync(server);

        var answer = await socket.AskAsync(new { type = "auth", key = Key, id = 1 });

        TypeOf(answer).ShouldBe("authenticated");
        answer.GetProperty("expires").ValueKind.ShouldBe(JsonValueKind.Null);
        TypeOf(await socket.AskAsync(Subscribe)).ShouldBe("subscribed");
    }

    [Fact]
    public async Task Feed_WithoutAuthInTime_IsClosed()
    {
        var time = new ManualTimeProvider();
        await using var server = await RunningServer.StartAsync(time, ("server.api_key", Key));
        using var socket = await LiveSocket.ConnectAsync(server);
        CodeOf(await socket.AskAsync(Subscribe)).ShouldBe("unauthenticated");

        var end = socket.ReceiveAsync();
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return end.IsCompleted;
        });

        (await end).ShouldBeNull();
        socket.CloseStatus.ShouldBe(WebSocketCloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task Token_LetsReadWhatItNames_AndNothingElse()
    {
        await using var server = await RunningServer.StartAsync(("server.api_key", Key));
        using var socket = await LiveSocket.ConnectAsync(server);

        var answer = await socket.AskAsync(new { type = "auth", token = await TokenAsync(server, Key) });

        TypeOf(answer).ShouldBe("authenticated");
        answer.GetProperty("subject").GetString().ShouldBe("ada");
        TypeOf(await socket.AskAsync(Subscribe)).ShouldBe("subscribed");
        CodeOf(await socket.AskAsync(new { type = "subscribe", channels = new[] { "metrics" } })).ShouldBe("forbidden");
    }

    [Fact]
    public async Task Token_AfterARestart_IsStillGood_UnderAnotherKeyItIsNot()
    {
        string token;
        await using (var first = await RunningServer.StartAsync(("server.api_key", Key)))
        {
            token = await TokenAsync(first, Key);
        }

        foreach (var (key, expected) in new[] { (Key, "authenticated"), ("another-key-another", "error") })
        {
            await using var server = await RunningServer.StartAsync(("server.api_key", key));
            using var socket = await LiveSocket.ConnectAsync(server);
            TypeOf(await socket.AskAsync(new { type = "auth", token })).ShouldBe(expected);
        }
    }

    [Fact]
    public async Task Token_SignedWithTheTokenKey_OutlivesTheApiKey()
    {
        var signing = ("server.token_key", Convert.ToBase64String(new byte[32]));
        string token;
        await using (var first = await RunningServer.StartAsync(signing, ("server.api_key", Key)))
        {
            token = await TokenAsync(first, Key);
        }

        await using var server = await RunningServer.StartAsync(signing, ("server.api_key", "another-key-another"));
        using var socket = await LiveSocket.ConnectAsync(server);
        TypeOf(await socket.AskAsync(new { type = "auth", token })).ShouldBe("authenticated");
    }

    [Fact]
    public async Task Token_IsNoKeyForTheApi()
    {
        await using var server = await RunningServer.StartAsync(("server.api_key", Key));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/flows");
        request.Headers.TryAddWithoutValidation("Authorization", $"ApiKey {await TokenAsync(server, Key)}");

        using var response = await server.Client.SendAsync(request);

        await response.ShouldBeProblemAsync(401);
    }

    private static string TypeOf(JsonElement message) => message.GetProperty("type").GetString()!;

    private static string CodeOf(JsonElement message)
    {
        TypeOf(message).ShouldBe("error");
        return message.GetProperty("code").GetString()!;
    }

    private static async Task<string> TokenAsync(RunningServer server, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/realtime/tokens")
        {
            Content = new StringContent("""{"subject":"ada","channels":["flows","windows"],"seconds":60}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"ApiKey {key}");
        using var response = await server.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, text);
        using var answer = JsonDocument.Parse(text);
        return answer.RootElement.GetProperty("token").GetString()!;
    }
}
