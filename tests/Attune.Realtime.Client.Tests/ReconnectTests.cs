using Attune.Realtime.Client.Tests.Server;
using Attune.Testing;

namespace Attune.Realtime.Client.Tests;

public sealed class ReconnectTests : ClientFixture
{
    [Fact]
    public async Task Reconnect_ResumesAfterWhatTheQueueGot_WithoutDuplicates()
    {
        var client = Connect();
        await using var reading = new Reading(client, "flows", new SubscriptionOptions { Filter = "n > 0" });
        var first = await Server.AcceptAsync();
        await first.AcceptAsync(sequence: 40);
        await first.DataAsync("flows", 41);
        await first.DataAsync("flows", 43);
        (await reading.DataAsync()).Sequence.ShouldBe(41);
        await Eventually.TrueAsync(() => client.Statistics.Messages == 2);
        first.Cut();
        await PassDelayAsync(client);

        var second = await Server.AcceptAsync();
        var request = await second.ExpectAsync("subscribe");
        request.GetProperty("resume").GetRawText().ShouldBe("""{"epoch":"e1","sequences":{"flows":43}}""");
        request.GetProperty("filter").GetString().ShouldBe("n > 0");
        await second.SubscribedAsync(request, 43);
        await second.DataAsync("flows", 43);
        await second.DataAsync("flows", 44);
        ((await reading.DataAsync()).Sequence, (await reading.DataAsync()).Sequence, client.Statistics.Duplicates).ShouldBe((43, 44, 1));
    }

    [Fact]
    public async Task Reconnect_BeforeTheFirstMessage_ResumesWhereTheSubscriptionBegan()
    {
        var client = Connect();
        await using var reading = new Reading(client, "flows");
        var first = await Server.AcceptAsync();
        await first.AcceptAsync(sequence: 40);
        await Eventually.TrueAsync(() => first.Waiting == 0);
        await first.SendAsync("""{"type":"seen"}""");
        await Eventually.TrueAsync(() => client.Statistics.Ignored == 1);
        first.Cut();
        await PassDelayAsync(client);
        (await (await Server.AcceptAsync()).ExpectAsync("subscribe")).GetProperty("resume").GetRawText().ShouldBe("""{"epoch":"e1","sequences":{"flows":40}}""");
    }

    [Fact]
    public async Task Reconnect_ToAnotherEpoch_BeginsANew()
    {
        var client = Connect();
        await using var reading = new Reading(client, "flows");
        var first = await Server.AcceptAsync();
        await first.AcceptAsync(sequence: 40);
        await first.DataAsync("flows", 41);
        (await reading.DataAsync()).Epoch.ShouldBe("e1");
        await first.CloseAsync(1001);
        await PassDelayAsync(client);

        var second = await Server.AcceptAsync();
        await second.AcceptAsync(sequence: 2, epoch: "e2");
        await second.SendAsync(FakeConnection.Gap("flows", 42, 42, null, "restarted"));
        await second.DataAsync("flows", 3);
        (await reading.NextAsync()).ShouldBe(new RealtimeGap("flows", 42, 42, null, "restarted"));
        var data = await reading.DataAsync();
        (data.Sequence, data.Epoch).ShouldBe((3, "e2"));
        second.Cut();
        await PassDelayAsync(client);
        (await (await Server.AcceptAsync()).ExpectAsync("subscribe")).GetProperty("resume").GetRawText().ShouldBe("""{"epoch":"e2","sequences":{"flows":3}}""");
    }

    [Fact]
    public async Task Gap_OfWhatHasExpired_IsToldOnceHoweverOftenTheConnectionBreaks()
    {
        var client = Connect();
        await using var reading = new Reading(client, "flows", new SubscriptionOptions { Resume = new RealtimeResumePoint("e1", new Dictionary<string, long> { ["flows"] = 10 }) });
        var first = await Server.AcceptAsync();
        await first.AcceptAsync(sequence: 10);
        await first.SendAsync(FakeConnection.Gap("flows", 11, 99, 89, "expired"));
        (await reading.NextAsync()).ShouldBe(new RealtimeGap("flows", 11, 99, 89, "expired"));
        await Eventually.TrueAsync(() => client.Statistics.Gaps == 1);
        first.Cut();
        await PassDelayAsync(client);
        (await (await Server.AcceptAsync()).ExpectAsync("subscribe")).GetProperty("resume").GetRawText().ShouldBe("""{"epoch":"e1","sequences":{"flows":99}}""");
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1008)]
    [InlineData(1013)]
    public async Task Close_ByTheServer_IsAnsweredAndFollowedByAnotherAttempt(int code)
    {
        var client = Connect();
        await using var reading = new Reading(client, "flows");
        var first = await Server.AcceptAsync();
        await first.AcceptAsync();
        await first.CloseAsync(code, "Too many clients.");
        ((int?)await first.Closed).ShouldBe(1000);
        await PassDelayAsync(client);
        await Server.AcceptAsync();
        Changes.ShouldContain(item => item.Change.State == RealtimeConnectionState.Waiting && item.Change.Reason == $"the server closed the connection with {code}: Too many clients.");
    }

    [Fact]
    public async Task Delays_Double_WithALotInTheirUpperHalf_UpToTheCap_AndBeginAgainAfterASoundConnection()
    {
        var client = Connect();
        Server.Status = 503;
        await using var reading = new Reading(client, "flows");
        for (var i = 0; i < 9; i++)
        {
            await PassDelayAsync(client);
            await Eventually.TrueAsync(() => Server.Refusals == i + 2);
        }

        await Eventually.TrueAsync(() => Waits().Count == 10);
        var delays = Waits();
        for (var i = 0; i < delays.Count; i++)
        {
            var whole = Math.Min(0.5 * Math.Pow(2, i), 30);
            delays[i].ShouldBeInRange(whole / 2, whole);
        }

        delays.Select((delay, i) => delay / Math.Min(0.5 * Math.Pow(2, i), 30)).Distinct().Count().ShouldBe(10);
        Changes.First(item => item.Change.State == RealtimeConnectionState.Waiting).Change.Reason.ShouldBe("the server answered 503 instead of opening a WebSocket");

        Server.Status = 0;
        await PassDelayAsync(client);
        await BreakAsync(TimeSpan.FromSeconds(9));
        Waits()[^1].ShouldBeInRange(15, 30);
        await PassDelayAsync(client);
        await BreakAsync(TimeSpan.FromSeconds(10));
        Waits()[^1].ShouldBeInRange(0.25, 0.5);

        async Task BreakAsync(TimeSpan age)
        {
            var waits = Waits().Count;
            var connection = await Server.AcceptAsync();
            await connection.AcceptAsync();
            Clock.Advance(age);
            connection.Cut();
            await Eventually.TrueAsync(() => Waits().Count == waits + 1);
        }
    }

    [Fact]
    public async Task Attempt_IsNotMadeBeforeItsTime()
    {
        var client = Connect();
        Server.Status = 503;
        await using var reading = new Reading(client, "flows");
        await Eventually.TrueAsync(() => client.State.State == RealtimeConnectionState.Waiting && Clock.ActiveTimers == 1);
        Clock.Advance(client.State.NextAttempt!.Value - Clock.GetUtcNow() - TimeSpan.FromTicks(1));
        (client.State.State, Server.Refusals).ShouldBe((RealtimeConnectionState.Waiting, 1));
        Clock.Advance(TimeSpan.FromTicks(1));
        await Eventually.TrueAsync(() => Server.Refusals == 2);
    }

    [Fact]
    public async Task Reconnect_SwitchedOff_EndsWithWhatHappened()
    {
        var client = Connect(new RealtimeClientOptions { Address = Server.Address, Reconnect = false });
        await using var reading = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        await connection.AcceptAsync();
        await connection.DataAsync("flows", 1);
        await connection.CloseAsync(1001);
        (await reading.DataAsync()).Sequence.ShouldBe(1);
        var error = await reading.ErrorAsync();
        (error.Code, error.Message).ShouldBe((RealtimeException.Disconnected, "The server closed the connection with 1001."));
        client.State.State.ShouldBe(RealtimeConnectionState.Idle);

        // Another subscription is another attempt.
        await using var again = new Reading(client, "flows");
        await (await Server.AcceptAsync()).AcceptAsync();
    }

    [Fact]
    public async Task States_TellTheWholeStory()
    {
        var client = Connect();
        client.State.State.ShouldBe(RealtimeConnectionState.Idle);
        await using var reading = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        await connection.AcceptAsync();
        connection.Cut();
        await PassDelayAsync(client);
        await Server.AcceptAsync();
        await Eventually.TrueAsync(() => client.State.State == RealtimeConnectionState.Connected);
        await client.DisposeAsync();
        Changes.Select(item => item.Change.State).ShouldBe(
            [RealtimeConnectionState.Connecting, RealtimeConnectionState.Connected, RealtimeConnectionState.Waiting, RealtimeConnectionState.Connecting, RealtimeConnectionState.Connected,
             RealtimeConnectionState.Closed]);
    }

    [Fact]
    public async Task Handler_ThatThrows_EndsTheSubscriptionsInsteadOfLeavingThemWaiting()
    {
        var client = Connect();
        client.StateChanged += (_, change) =>
        {
            if (change.State == RealtimeConnectionState.Connected)
            {
                throw new NotSupportedException("a handler's fault");
            }
        };
        var reading = new Reading(client, "flows");
        (await Should.ThrowAsync<InvalidOperationException>(reading.NextAsync)).Message.ShouldContain("a handler's fault");
    }

    private List<double> Waits() =>
        [.. Changes.Where(item => item.Change.State == RealtimeConnectionState.Waiting).Select(item => (item.Change.NextAttempt!.Value - item.At).TotalSeconds)];
}
