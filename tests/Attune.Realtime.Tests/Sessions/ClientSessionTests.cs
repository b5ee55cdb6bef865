using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Attune.Realtime.Access;
using Attune.Realtime.Channels;
using Attune.Testing;

namespace Attune.Realtime.Tests.Sessions;

/// <summary>What a client says and hears, over Kestrel and a real socket.</summary>
public class ClientSessionTests
{
    [Fact]
    public async Task Subscribe_IsConfirmedAndDataArrives()
    {
        await using var host = await RealtimeHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SayAsync("""{"type":"subscribe","id":"a","channels":["flows","windows"]}""");
        var answer = await HearAsync(socket);
        answer.GetProperty("id").GetString().ShouldBe("a");
        answer.GetProperty("epoch").GetString().ShouldBe(host.Hub.Epoch);
        answer.GetProperty("channels").ToString().ShouldBe("""[{"channel":"flows","sequence":0},{"channel":"windows","sequence":0}]""");

        host.Hub.Publish("flows", "[1]"u8);
        var data = await socket.HearAsync();
        data.ShouldStartWith("""{"type":"data","channel":"flows","sequence":1,"time":"2026-01-01T00:00:00.0000000Z","data":[1]}""");
    }

    [Fact]
    public async Task ManyMessages_ArriveInOrder()
    {
        await using var host = await RealtimeHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SubscribeAsync("flows");
        const int count = 2000;
        var next = 1L;
        var publishing = Task.Run(() =>
        {
            for (var i = 0; i < count; i++)
            {
                SpinWait.SpinUntil(() => host.Hub.QueueLength < 100, Eventually.Bound);
                host.Hub.Publish("flows", Encoding.UTF8.GetBytes($"{i}"));
            }
        });
        while (next <= count)
        {
            foreach (var message in TakeApart(await HearAsync(socket)))
            {
                message.GetProperty("sequence").GetInt64().ShouldBe(next);
                message.GetProperty("data").GetInt64().ShouldBe(next - 1);
                next++;
            }
        }

        await publishing;
    }

    [Fact]
    public async Task Compression_IsUsedWhereItIsNegotiated_AndTheTextIsTheSame()
    {
        await using var host = await RealtimeHost.StartAsync();
        using var plain = await host.ConnectAsync();
        using var deflating = await host.ConnectAsync(configure: options => options.DangerousDeflateOptions = new WebSocketDeflateOptions());
        await plain.SubscribeAsync("flows");
        await deflating.SubscribeAsync("flows");
        for (var i = 0; i < 20; i++)
        {
            var payload = JsonSerializer.Serialize(Enumerable.Range(i, 400).Select(number => new { number, name = $"name {number % 7}" }));
            host.Hub.Publish("flows", Encoding.UTF8.GetBytes(payload));
            var (first, second) = (await plain.HearAsync(), await deflating.HearAsync());
            second.ShouldBe(first);
            first.ShouldContain(payload);
        }

        host.Hub.Directory.Get("flows").ShouldNotBeNull().SingleCompression.Ratio.ShouldBeInRange(0.001, 0.5);
    }

    [Fact]
    public async Task Ping_IsAnsweredWithItsId()
    {
        await using var host = await RealtimeHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SayAsync("""{"type":"ping","id":7}""");
        (await socket.HearAsync()).ShouldStartWith("""{"type":"pong","id":7,"time":""");
    }

    [Theory]
    [InlineData("{not json", "malformed")]
    [InlineData("[]", "malformed")]
    [InlineData("", "malformed")]
    [InlineData("""{"type":"shout"}""", "unknown_type")]
    [InlineData("""{"type":"subscribe","channels":["secrets"]}""", "unknown_channel")]
    [InlineData("""{"type":"subscribe","channels":["flows"],"filter":"a ="}""", "invalid_filter")]
    [InlineData("""{"type":"subscribe","channels":["flows"],"maxRate":0}""", "malformed")]
    public async Task BadCommand_IsAnsweredByAnErrorAndTheSocketStaysOpen(string message, string code)
    {
        await using var host = await RealtimeHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SayAsync(message);
        var error = await HearAsync(socket);
        (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()).ShouldBe(("error", code));
        await socket.SayAsync("""{"type":"ping"}""");
        (await socket.HearAsync()).ShouldContain("pong");
        host.Hub.SubscriptionCount.ShouldBe(0);
    }

    [Fact]
    public async Task BadCommands_Repeated_CloseTheConnection()
    {
        await using var host = await RealtimeHost.StartAsync(new RealtimeOptions { MaxErrors = 3 });
        using var socket = await host.ConnectAsync();
        for (var i = 0; i < 4; i++)
        {
            await socket.SayAsync("nonsense");
        }

        (await socket.HearCloseAsync()).ShouldBe(WebSocketCloseStatus.PolicyViolation);
        await Eventually.TrueAsync(() => host.Hub.ClientCount == 0);
    }

    [Fact]
    public async Task MoreMessagesThanAllowed_AreRefused()
    {
        await using var host = await RealtimeHost.StartAsync(new RealtimeOptions { MessagesPerMinute = 3 });
        using var socket = await host.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            await socket.SayAsync("""{"type":"ping"}""");
            (await socket.HearAsync()).ShouldContain("pong");
        }

        await socket.SayAsync("""{"type":"ping","id":4}""");
        var error = await HearAsync(socket);
        (error.GetProperty("code").GetString(), error.GetProperty("id").GetInt32()).ShouldBe(("rate_limited", 4));
    }

    [Fact]
    public async Task EachFurtherPattern_CountsAsAMessage()
    {
        await using var host = await RealtimeHost.StartAsync(new RealtimeOptions { MessagesPerMinute = 4 });
        using var socket = await host.ConnectAsync();
        await socket.SayAsync("""{"type":"subscribe","channels":["flows","windows","jobs.1"]}""");
        (await socket.HearAsync()).ShouldContain("subscribed");
        await socket.SayAsync("""{"type":"subscribe","channels":["flows","jobs.*","*.a","*.b"]}""");
        (await socket.HearAsync()).ShouldContain("subscribed");
        await socket.SayAsync("""{"type":"ping"}""");
        (await socket.HearAsync()).ShouldContain("rate_limited");
    }

    [Fact]
    public async Task LongMessage_ClosesTheConnection()
    {
        await using var host = await RealtimeHost.StartAsync(new RealtimeOptions { MaxMessageBytes = 128 });
        using var socket = await host.ConnectAsync();
        await socket.SayAsync("""{"type":"ping"}""".PadRight(128));
        (await socket.HearAsync()).ShouldContain("pong");
        await socket.SayAsync(new string(' ', 200_000));
        (await socket.HearCloseAsync()).ShouldBe(WebSocketCloseStatus.MessageTooBig);
        await Eventually.TrueAsync(() => host.Hub.ClientCount == 0);
    }

    [Fact]
    public async Task BinaryMessage_ClosesTheConnection()
    {
        await using var host = await RealtimeHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(new byte[100_000], WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        (await socket.HearCloseAsync()).ShouldBe(WebSocketCloseStatus.InvalidMessageType);
        await Eventually.TrueAsync(() => host.Hub.ClientCount == 0);
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
        host.Hub.SubscriptionCount.ShouldBe(0);
    }

    [Fact]
    public async Task VanishedClient_IsFreed()
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
    public async Task StoppingServer_SendsWhatWaitsAndCloses()
    {
        await using var host = await RealtimeHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SubscribeAsync("flows");
        host.Hub.Publish("flows", "1"u8);
        var stopping = host.StopAsync();
        (await socket.HearAsync()).ShouldContain("\"data\":1");
        (await socket.HearCloseAsync()).ShouldBe(WebSocketCloseStatus.EndpointUnavailable);
        await stopping;
        host.Hub.ClientCount.ShouldBe(0);
    }

    [Fact]
    public async Task StoppingServer_DoesNotWaitForAClientThatNeverAnswers()
    {
        var clock = new ManualTimeProvider();
        await using var host = await RealtimeHost.StartAsync(time: clock);
        using var socket = await host.ConnectAsync();
        await socket.SubscribeAsync("flows");
        var stopping = host.StopAsync();
        await Eventually.TrueAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return stopping.IsCompleted;
        });
        await stopping;
        host.Hub.ClientCount.ShouldBe(0);
    }

    [Fact]
    public async Task QuietClient_IsPinged_AndCutOffWhenItDoesNotAnswer()
    {
        var clock = new ManualTimeProvider();
        await using var host = await RealtimeHost.StartAsync(new RealtimeOptions { KeepAlive = TimeSpan.FromSeconds(10) }, clock);
        using var answering = await host.ConnectAsync();
        using var silent = await host.ConnectAsync();
        await answering.SubscribeAsync("flows");
        await silent.SubscribeAsync("flows");
        using var stop = new CancellationTokenSource();
        // Receiving is what answers pings.
        var receiving = answering.ReceiveAsync(new byte[100], stop.Token);
        for (var i = 0; i < 30; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        await Eventually.TrueAsync(() => host.Hub.ClientCount == 1);
        answering.State.ShouldBe(WebSocketState.Open);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => receiving);
    }

    [Fact]
    public async Task ClientThatAsksForNothing_IsClosed()
    {
        var clock = new ManualTimeProvider();
        await using var host = await RealtimeHost.StartAsync(new RealtimeOptions { IdleTimeout = TimeSpan.FromSeconds(5) }, clock);
        using var socket = await host.ConnectAsync();
        clock.Advance(TimeSpan.FromSeconds(6));
        (await socket.HearCloseAsync()).ShouldBe(WebSocketCloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task ClientThatNeverReads_IsClosedWhenItsTimeIsOver_AndHoldsUpNobody()
    {
        var clock = new ManualTimeProvider();
        await using var host = await RealtimeHost.StartAsync(new RealtimeOptions { QueueCapacity = 16 }, clock);
        using var stuck = await host.ConnectAsync();
        using var reader = await host.ConnectAsync();
        await stuck.SubscribeAsync("flows");
        await reader.SubscribeAsync("flows");
        // More than all buffers between the two take up.
        const int count = 600;
        var payload = Encoding.UTF8.GetBytes($"\"{new string('x', 64_000)}\"");
        for (var i = 1; i <= count; i++)
        {
            host.Hub.Publish("flows", payload);
            var last = TakeApart(await HearAsync(reader))[^1];
            last.GetProperty("sequence").GetInt64().ShouldBe(i);
        }

        host.Hub.QueueLength.ShouldBeLessThanOrEqualTo(16);
        host.Hub.ClientCount.ShouldBe(2);
        clock.Advance(TimeSpan.FromSeconds(11));
        // It reads again in time: what was under way, and then the reason.
        (await stuck.HearCloseAsync()).ShouldBe((WebSocketCloseStatus)1013);
        await Eventually.TrueAsync(() => host.Hub.ClientCount == 1);
    }

    [Fact]
    public async Task WithoutAuthentication_NothingButAuthIsAnswered_AndTimeIsShort()
    {
        var clock = new ManualTimeProvider();
        await using var host = await RealtimeHost.StartAsync(time: clock, authenticator: Authenticator(clock));
        using var socket = await host.ConnectAsync();
        await socket.SayAsync("""{"type":"subscribe","channels":["flows"]}""");
        (await HearAsync(socket)).GetProperty("code").GetString().ShouldBe("unauthenticated");
        await socket.SayAsync("""{"type":"auth","key":"wrong"}""");
        (await HearAsync(socket)).GetProperty("code").GetString().ShouldBe("unauthenticated");
        clock.Advance(TimeSpan.FromSeconds(6));
        (await socket.HearCloseAsync()).ShouldBe(WebSocketCloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task Auth_WithTheKeyOrAHeader_OpensEverything()
    {
        await using var host = await RealtimeHost.StartAsync(authenticator: Authenticator(TimeProvider.System));
        using var socket = await host.ConnectAsync();
        await socket.SayAsync($$"""{"type":"auth","id":1,"key":"{{KeyAuthenticator.Key}}"}""");
        (await socket.HearAsync()).ShouldBe("""{"type":"authenticated","id":1,"subject":"key","expires":null}""");
        await socket.SubscribeAsync("flows");
        using var known = await host.ConnectAsync(configure: options => options.SetRequestHeader("Authorization", KeyAuthenticator.Key));
        await known.SubscribeAsync("flows");
    }

    [Fact]
    public async Task Auth_WithAToken_OpensItsChannelsUntilItExpires()
    {
        var clock = new ManualTimeProvider();
        await using var host = await RealtimeHost.StartAsync(time: clock, authenticator: Authenticator(clock));
        using var socket = await host.ConnectAsync();
        var token = Tokens(clock).Issue("ada", [ChannelPattern.Parse("jobs.*")], TimeSpan.FromMinutes(1));
        await socket.SayAsync($$"""{"type":"auth","token":"{{token}}"}""");
        (await HearAsync(socket)).GetProperty("subject").GetString().ShouldBe("ada");
        await socket.SayAsync("""{"type":"subscribe","channels":["flows"]}""");
        (await HearAsync(socket)).GetProperty("code").GetString().ShouldBe("forbidden");
        await socket.SubscribeAsync("jobs.1");
        for (var i = 0; i < 6; i++)
        {
            // A client that speaks is not taken for a dead one.
            clock.Advance(TimeSpan.FromSeconds(9));
            await socket.SayAsync("""{"type":"ping"}""");
            (await socket.HearAsync()).ShouldContain("pong");
        }

        clock.Advance(TimeSpan.FromSeconds(7));
        (await socket.HearCloseAsync()).ShouldBe(WebSocketCloseStatus.PolicyViolation);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    public async Task OtherOrigin_IsRefused(string origin)
    {
        await using var host = await RealtimeHost.StartAsync();
        (await Should.ThrowAsync<WebSocketException>(() => host.ConnectAsync(origin))).Message.ShouldContain("403");
        host.Hub.ClientCount.ShouldBe(0);
    }

    [Fact]
    public async Task AllowedOrigin_MayConnect()
    {
        await using var host = await RealtimeHost.StartAsync(new RealtimeOptions { AllowedOrigins = "https://app.example" });
        using var socket = await host.ConnectAsync("https://app.example");
        socket.State.ShouldBe(WebSocketState.Open);
    }

    [Fact]
    public async Task MoreClientsThanAllowed_AreRefused()
    {
        await using var host = await RealtimeHost.StartAsync(new RealtimeOptions { MaxClients = 1 });
        using var first = await host.ConnectAsync();
        (await Should.ThrowAsync<WebSocketException>(() => host.ConnectAsync())).Message.ShouldContain("503");
        await first.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Eventually.Bound);
        await Eventually.TrueAsync(() => host.Hub.ClientCount == 0);
        using var next = await host.ConnectAsync();
        next.State.ShouldBe(WebSocketState.Open);
    }

    [Fact]
    public async Task MoreClientsOfOneAddressThanAllowed_AreRefused()
    {
        await using var host = await RealtimeHost.StartAsync(new RealtimeOptions { MaxClientsPerAddress = 1 });
        using (var first = await host.ConnectAsync())
        {
            (await Should.ThrowAsync<WebSocketException>(() => host.ConnectAsync())).Message.ShouldContain("429");
            first.Abort();
        }

        await Eventually.TrueAsync(async () =>
        {
            try
            {
                (await host.ConnectAsync()).Dispose();
                return true;
            }
            catch (WebSocketException)
            {
                return false;
            }
        });
    }

    private static KeyAuthenticator Authenticator(TimeProvider clock) => new(Tokens(clock));

    private static RealtimeTokens Tokens(TimeProvider clock) => new(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray(), clock);

    private static async Task<JsonElement> HearAsync(WebSocket socket) => JsonDocument.Parse(await socket.HearAsync()).RootElement;

    private static JsonElement[] TakeApart(JsonElement message) =>
        message.GetProperty("type").GetString() == "batch" ? [.. message.GetProperty("messages").EnumerateArray()] : [message];
}
