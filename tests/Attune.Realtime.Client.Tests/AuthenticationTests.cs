using System.ComponentModel.DataAnnotations;
using Attune.Realtime.Client.Tests.Server;

namespace Attune.Realtime.Client.Tests;

public sealed class AuthenticationTests : ClientFixture
{
    [Fact]
    public async Task Key_IsSentAsHeaderAndMessage_AndSubscriptionsFollowTheAnswer()
    {
        var client = Connect(new RealtimeClientOptions { Address = Server.Address, Key = "secret-secret-secret" });
        await using var reading = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        connection.Headers.Authorization.ToString().ShouldBe("ApiKey secret-secret-secret");
        var request = await connection.ExpectAsync("auth");
        request.GetProperty("key").GetString().ShouldBe("secret-secret-secret");
        (client.State.State, connection.Waiting).ShouldBe((RealtimeConnectionState.Connecting, 0));
        await connection.SendAsync($$"""{"type":"authenticated","id":{{request.GetProperty("id")}},"subject":"ada","expires":null}""");
        await connection.AcceptAsync();
        client.State.State.ShouldBe(RealtimeConnectionState.Connected);
    }

    [Fact]
    public async Task Token_IsAskedForWithEachConnection_AlsoWhenTheServerSaysThatItHasExpired()
    {
        var tokens = 0;
        var client = Connect(new RealtimeClientOptions { Address = Server.Address, TokenProvider = _ => ValueTask.FromResult<string?>($"token-{++tokens}") });
        await using var reading = new Reading(client, "flows");
        var first = await Server.AcceptAsync();
        await AuthenticateAsync(first, "token-1");
        await first.AcceptAsync();
        await first.SendAsync("""{"type":"error","code":"unauthenticated","message":"The token has expired."}""");
        await first.CloseAsync(1008, "The token has expired.");
        await PassDelayAsync(client);
        var second = await Server.AcceptAsync();
        await AuthenticateAsync(second, "token-2");
        (await second.AcceptAsync()).TryGetProperty("resume", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("unauthenticated")]
    [InlineData("forbidden")]
    public async Task Auth_Refused_EndsAllSubscriptions_AndAnotherOneTriesAgain(string code)
    {
        var client = Connect(new RealtimeClientOptions { Address = Server.Address, Key = "wrong" });
        await using var flows = new Reading(client, "flows");
        await using var windows = new Reading(client, "windows");
        var connection = await Server.AcceptAsync();
        await connection.ErrorAsync(await connection.ExpectAsync("auth"), code, "This key is not known.");
        foreach (var reading in new[] { flows, windows })
        {
            var error = await reading.ErrorAsync();
            (error.Code, error.Message).ShouldBe((code, "This key is not known."));
        }

        client.State.State.ShouldBe(RealtimeConnectionState.Refused);
        ((int?)await connection.Closed).ShouldBe(1000);
        await using var again = new Reading(client, "flows");
        await AuthenticateAsync(await Server.AcceptAsync(), "wrong", "key");
    }

    [Fact]
    public async Task Auth_RateLimited_IsTriedAgain()
    {
        var client = Connect(new RealtimeClientOptions { Address = Server.Address, Key = "k" });
        await using var reading = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        await connection.ErrorAsync(await connection.ExpectAsync("auth"), "rate_limited");
        await PassDelayAsync(client);
        await AuthenticateAsync(await Server.AcceptAsync(), "k", "key");
    }

    [Theory]
    [InlineData(401, "unauthenticated")]
    [InlineData(403, "forbidden")]
    public async Task Handshake_Refused_EndsTheSubscription(int status, string code)
    {
        Server.Status = status;
        var client = Connect();
        await using var reading = new Reading(client, "flows");
        (await reading.ErrorAsync()).Code.ShouldBe(code);
        client.State.State.ShouldBe(RealtimeConnectionState.Refused);
    }

    [Fact]
    public async Task Close1008_AsUnauthenticated_IsNotTriedAgain()
    {
        var client = Connect();
        await using var reading = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        await connection.CloseAsync(1008, "unauthenticated");
        (await reading.ErrorAsync()).Code.ShouldBe("unauthenticated");
        client.State.State.ShouldBe(RealtimeConnectionState.Refused);
    }

    [Fact]
    public async Task Auth_WithoutAnAnswer_IsGivenUpAndTriedAgain()
    {
        var client = Connect(new RealtimeClientOptions { Address = Server.Address, Key = "k", ConnectTimeout = TimeSpan.FromSeconds(3) });
        await using var reading = new Reading(client, "flows");
        await (await Server.AcceptAsync()).ExpectAsync("auth");
        Clock.Advance(TimeSpan.FromSeconds(3));
        await PassDelayAsync(client);
        await Server.AcceptAsync();
        Changes.ShouldContain(item => item.Change.Reason == "the server did not answer in time");
    }

    [Fact]
    public async Task TokenProvider_ThatFails_IsAskedAgain()
    {
        var asked = 0;
        var client = Connect(new RealtimeClientOptions
        {
            Address = Server.Address, TokenProvider = _ => ++asked == 1 ? throw new NotSupportedException("no token today") : ValueTask.FromResult<string?>("t"),
        });
        await using var reading = new Reading(client, "flows");
        await PassDelayAsync(client);
        await AuthenticateAsync(await Server.AcceptAsync(), "t");
        Changes.ShouldContain(item => item.Change.Reason != null && item.Change.Reason.Contains("no token today"));
    }

    [Fact]
    public void Options_OutsideTheirLimits_AreRefused()
    {
        var address = new Uri("ws://127.0.0.1:1/ws");
        Should.Throw<ValidationException>(() => new RealtimeClient(new RealtimeClientOptions()));
        Should.Throw<ValidationException>(() => new RealtimeClient(new RealtimeClientOptions { Address = new Uri("ftp://a/") })).Message.ShouldContain("ws, wss, http or https");
        Should.Throw<ValidationException>(() => new RealtimeClient(new RealtimeClientOptions { Address = address, Key = "k", TokenProvider = _ => default }));
        Should.Throw<ValidationException>(() => new RealtimeClient(new RealtimeClientOptions { Address = address, Key = "se cret" })).Message.ShouldNotContain("cret");
        Should.Throw<ValidationException>(() => new RealtimeClient(new RealtimeClientOptions { Address = address, QueueCapacity = 0 }));
        Should.Throw<ValidationException>(() => new RealtimeClient(new RealtimeClientOptions { Address = address, FirstDelay = TimeSpan.Zero }));
        Should.Throw<ValidationException>(() => new RealtimeClient(new RealtimeClientOptions { Address = address, MaxDelay = TimeSpan.FromMilliseconds(1) }));
        Should.Throw<ValidationException>(() => new RealtimeClient(new RealtimeClientOptions { Address = address, Jitter = 1.5 }));
    }

    private static async Task AuthenticateAsync(FakeConnection connection, string secret, string field = "token")
    {
        var request = await connection.ExpectAsync("auth");
        request.GetProperty(field).GetString().ShouldBe(secret);
        await connection.SendAsync($$"""{"type":"authenticated","id":{{request.GetProperty("id")}},"subject":"ada","expires":"2026-01-01T01:00:00Z"}""");
    }
}
