using System.Text;
using Attune.Realtime.Access;
using Attune.Realtime.Channels;
using Attune.Realtime.Protocol;

namespace Attune.Realtime.Tests.Channels;

/// <summary>Who gets what: subscriptions, patterns, filters, snapshots, positions.</summary>
public class SubscriptionTests
{
    [Fact]
    public async Task Publish_ReachesTheSubscribersOfTheChannelAndNobodyElse()
    {
        using var hub = new HubUnderTest().With("flows").With("windows");
        var (_, first) = await hub.SubscribeAsync("flows");
        var (_, second) = await hub.SubscribeAsync("flows windows");
        var (_, other) = await hub.SubscribeAsync("windows");
        hub.Publish().ShouldBe(1);
        hub.Publish(channel: "windows").ShouldBe(1);
        await hub.PassUntilAsync(() => second.Of("data").Count == 2 && first.Of("data").Count == 1 && other.Of("data").Count == 1);
        first.Sequences().ShouldBe([1]);
        first.Sequences("windows").ShouldBeEmpty();
        other.Sequences("windows").ShouldBe([1]);
        other.Sequences().ShouldBeEmpty();
    }

    [Fact]
    public void Publish_ChannelThatIsNotDeclared_IsRefused()
    {
        using var hub = new HubUnderTest().With("flows");
        Should.Throw<ArgumentException>(() => hub.Publish(channel: "secrets")).Message.ShouldContain("'secrets'");
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("1 2")]
    [InlineData("{\"a\":")]
    [InlineData("NaN")]
    public async Task Publish_WhatIsNoJson_IsRefusedAndReachesNobody(string json)
    {
        using var hub = new HubUnderTest().With("flows");
        var (_, client) = await hub.SubscribeAsync("flows");
        Should.Throw<ArgumentException>(() => hub.Publish(json)).Message.ShouldContain("JSON");
        Should.Throw<ArgumentException>(() => hub.Hub.Publish("flows", [0x22, 0xFF, 0x22]));
        Should.Throw<ArgumentException>(() => hub.Publish(new string('[', 61) + new string(']', 61)));
        hub.Publish(new string('[', 60) + new string(']', 60)).ShouldBe(1);
        await hub.PassUntilAsync(() => client.Sequences().Count == 1);
    }

    [Fact]
    public void Subscribe_OneOfSeveralIsUnknown_ChangesNothing()
    {
        using var hub = new HubUnderTest().With("flows");
        var (client, _) = hub.Connect();
        client.Subscribe(HubUnderTest.Command("flows secrets")).ShouldNotBeNull().Code.ShouldBe(ErrorCodes.UnknownChannel);
        (client.Subscriptions.Count, hub.Hub.SubscriptionCount).ShouldBe((0, 0));
    }

    [Fact]
    public void Subscribe_BeyondTheLimit_IsRefused_AndAgainToTheSameIsNot()
    {
        using var hub = new HubUnderTest(new RealtimeOptions { MaxSubscriptions = 2 }).With("jobs.*");
        var (client, _) = hub.Connect();
        client.Subscribe(HubUnderTest.Command("jobs.1 jobs.2")).ShouldBeNull();
        client.Subscribe(HubUnderTest.Command("jobs.3")).ShouldNotBeNull().Code.ShouldBe(ErrorCodes.TooManySubscriptions);
        client.Subscribe(HubUnderTest.Command("jobs.1 jobs.2")).ShouldBeNull();
        hub.Hub.SubscriptionCount.ShouldBe(2);
    }

    [Fact]
    public void Subscribe_MoreChannelsThanTheHubMayHave_IsRefused()
    {
        using var hub = new HubUnderTest(new RealtimeOptions { MaxChannels = 2 }).With("jobs.*");
        var (client, _) = hub.Connect();
        client.Subscribe(HubUnderTest.Command("jobs.1 jobs.2")).ShouldBeNull();
        client.Subscribe(HubUnderTest.Command("jobs.3")).ShouldNotBeNull().Code.ShouldBe(ErrorCodes.TooManySubscriptions);
        hub.Hub.ChannelCount.ShouldBe(2);
    }

    [Fact]
    public async Task Pattern_FollowsChannelsThatExistAndThoseThatCome()
    {
        using var hub = new HubUnderTest().With("jobs.*");
        hub.Publish(channel: "jobs.1");
        var (client, transport) = await hub.SubscribeAsync("jobs.*");
        hub.Publish(channel: "jobs.1");
        hub.Publish(channel: "jobs.2");
        await hub.PassUntilAsync(() => transport.Of("data").Count == 2);
        (transport.Sequences("jobs.1").Single(), transport.Sequences("jobs.2").Single()).ShouldBe((2, 1));

        client.Unsubscribe(new UnsubscribeCommand(default, HubUnderTest.Command("jobs.*").Channels));
        hub.Publish(channel: "jobs.1");
        hub.Publish(channel: "jobs.3");
        hub.Pass();
        await hub.SoonAsync(() => transport.Of("unsubscribed").Count == 1);
        transport.Of("data").Count.ShouldBe(2);
    }

    [Fact]
    public async Task ExactName_DecidesBeforeAPattern_AndAMessageComesOnce()
    {
        using var hub = new HubUnderTest().With("jobs.*");
        var (client, transport) = hub.Connect();
        client.Subscribe(HubUnderTest.Command("jobs.*")).ShouldBeNull();
        client.Subscribe(HubUnderTest.Command("jobs.1", "ok = true")).ShouldBeNull();
        hub.Publish("""{"ok":false}""", "jobs.1");
        hub.Publish("""{"ok":true}""", "jobs.1");
        hub.Publish("""{"ok":false}""", "jobs.2");
        await hub.PassUntilAsync(() => transport.Of("data").Count == 2);
        (transport.Sequences("jobs.1").Single(), transport.Sequences("jobs.2").Single()).ShouldBe((2, 1));

        client.Unsubscribe(new UnsubscribeCommand(default, HubUnderTest.Command("jobs.1").Channels));
        hub.Publish("""{"ok":false}""", "jobs.1");
        await hub.PassUntilAsync(() => transport.Of("data").Count == 3);
        transport.Sequences("jobs.1").ShouldBe([2, 3]);
    }

    [Fact]
    public async Task Filter_ArrayPayload_KeepsItsMatchingItems_AndEqualFiltersShareOneFrame()
    {
        using var hub = new HubUnderTest().With("flows");
        var clients = new[] { await hub.SubscribeAsync("flows", "bytes > 10"), await hub.SubscribeAsync("flows", "bytes>10"), await hub.SubscribeAsync("flows") };
        hub.Publish("""[{"bytes":5},{"bytes":50}]""");
        hub.Publish("""[{"bytes":5}]""");
        await hub.PassUntilAsync(() => clients[2].Transport.Of("data").Count == 2 && clients[..2].All(client => client.Transport.Of("data").Count == 1));
        clients[0].Transport.Of("data")[0].GetProperty("data").ToString().ShouldBe("""[{"bytes":50}]""");
        clients[1].Transport.Frames[^1].Payload.ShouldBe(clients[0].Transport.Frames[^1].Payload);
    }

    [Fact]
    public async Task Snapshot_ComesBeforeTheData_WithTheSequenceThatItHolds()
    {
        var state = 0;
        using var hub = new HubUnderTest().With("flows", new RealtimeChannelOptions { Snapshot = name => Encoding.UTF8.GetBytes($"\"{name} {state}\"") });
        for (state = 1; state <= 3; state++)
        {
            hub.Publish();
        }

        state = 3;
        var (_, client) = await hub.SubscribeAsync("flows", snapshot: true);
        hub.Publish();
        await hub.PassUntilAsync(() => client.Of("data").Count == 1);
        client.Messages.Select(message => message.GetProperty("type").GetString()).ShouldBe(["subscribed", "snapshot", "data"]);
        var snapshot = client.Of("snapshot")[0];
        (snapshot.GetProperty("sequence").GetInt64(), snapshot.GetProperty("data").GetString()).ShouldBe((3, "flows 3"));
        client.Sequences().ShouldBe([4]);
    }

    [Fact]
    public async Task Snapshot_OfAChannelWithoutState_IsLeftOut_AndTheLastMessageMayBeIt()
    {
        using var hub = new HubUnderTest().With("flows").With("metrics", new RealtimeChannelOptions { LastIsSnapshot = true });
        var (_, before) = await hub.SubscribeAsync("flows metrics", snapshot: true);
        before.Messages.Count.ShouldBe(1);
        hub.Publish("7", "metrics");
        var (_, client) = await hub.SubscribeAsync("flows metrics", snapshot: true);
        await hub.SoonAsync(() => client.Messages.Count == 2);
        client.Of("snapshot").Single().GetProperty("data").GetInt32().ShouldBe(7);
    }

    [Fact]
    public async Task Resume_WithinTheRing_BringsEveryMessageAndNoGap()
    {
        using var hub = new HubUnderTest().With("flows");
        hub.Publish(5);
        var (_, client) = await hub.SubscribeAsync("flows", snapshot: true, resume: Position(hub, 2));
        hub.Publish(1);
        await hub.PassUntilAsync(() => client.Sequences().Count == 4);
        client.Sequences().ShouldBe([3, 4, 5, 6]);
        client.Of("gap").ShouldBeEmpty();
    }

    [Fact]
    public async Task Resume_BeyondTheRing_TellsTheGapFirst()
    {
        using var hub = new HubUnderTest(new RealtimeOptions { ReplayMessages = 2 }).With("flows");
        hub.Publish(5);
        var (_, client) = await hub.SubscribeAsync("flows", resume: Position(hub, 1));
        await hub.PassUntilAsync(() => client.Sequences().Count == 2);
        client.Messages.Select(message => message.GetProperty("type").GetString()).ShouldBe(["subscribed", "gap", "data", "data"]);
        Gap(client).ShouldBe((2, 3, 2, "expired"));
    }

    [Fact]
    public async Task Resume_OfAnotherEpoch_IsToldSo()
    {
        using var hub = new HubUnderTest().With("flows");
        hub.Publish(5);
        var (_, client) = await hub.SubscribeAsync("flows", resume: new ResumePoint("another", new Dictionary<string, long> { ["flows"] = 900 }));
        await hub.SoonAsync(() => client.Of("gap").Count == 1);
        Gap(client).ShouldBe((0, 5, null, "restarted"));
    }

    [Fact]
    public async Task Resume_AfterMessagesThatNobodyWanted_IsToldThatTheyAreMissing()
    {
        using var hub = new HubUnderTest().With("flows");
        var (client, _) = await hub.SubscribeAsync("flows");
        hub.Publish(3);
        hub.Hub.Disconnect(client);
        hub.Hub.IsWanted("flows").ShouldBeTrue();
        hub.Clock.Advance(TimeSpan.FromSeconds(61));
        hub.Hub.IsWanted("flows").ShouldBeFalse();

        var (_, again) = await hub.SubscribeAsync("flows", resume: Position(hub, 3));
        await hub.SoonAsync(() => again.Of("gap").Count == 1);
        var (from, _, count, reason) = Gap(again);
        (from, count, reason).ShouldBe((4, null, "expired"));
    }

    [Fact]
    public async Task Resume_AfterSomeThatNobodyWantedAndOneThatWasPublished_IsToldOfAllOfThem()
    {
        using var hub = new HubUnderTest().With("flows");
        var (client, _) = await hub.SubscribeAsync("flows");
        hub.Publish(3);
        hub.Hub.Disconnect(client);
        hub.Clock.Advance(TimeSpan.FromSeconds(61));
        hub.Publish(1);
        hub.Hub.IsWanted("flows").ShouldBeFalse();

        // Whoever has the fourth does not know that there was no fifth.
        var (_, again) = await hub.SubscribeAsync("flows", resume: Position(hub, 4));
        await hub.SoonAsync(() => again.Of("gap").Count == 1);
        hub.Publish(1);
        await hub.PassUntilAsync(() => again.Of("data").Count == 1);
        (Gap(again), again.Sequences().Single()).ShouldBe(((5, 5, null, "expired"), 6));
    }

    [Fact]
    public async Task Resume_OfAPattern_TakesEachChannelsPosition()
    {
        using var hub = new HubUnderTest().With("jobs.*");
        hub.Publish(3, "jobs.1");
        hub.Publish(3, "jobs.2");
        var resume = new ResumePoint(hub.Hub.Epoch, new Dictionary<string, long> { ["jobs.1"] = 1, ["jobs.2"] = 3 });
        var (_, client) = await hub.SubscribeAsync("jobs.*", resume: resume);
        await hub.PassUntilAsync(() => client.Of("data").Count == 2);
        client.Sequences("jobs.1").ShouldBe([2, 3]);
        client.Sequences("jobs.2").ShouldBeEmpty();
    }

    [Fact]
    public async Task ChannelThatNobodyNeeds_IsForgotten_AndGoesOnAboveItsSequence()
    {
        using var hub = new HubUnderTest().With("jobs.*");
        hub.Publish(9, "jobs.1");
        hub.Hub.ChannelCount.ShouldBe(1);
        hub.Clock.Advance(TimeSpan.FromSeconds(62));
        hub.Hub.ChannelCount.ShouldBe(0);
        hub.Publish(channel: "jobs.1").ShouldBeGreaterThan(9);

        var (_, client) = await hub.SubscribeAsync("jobs.1", resume: new ResumePoint(hub.Hub.Epoch, new Dictionary<string, long> { ["jobs.1"] = 9 }));
        await hub.SoonAsync(() => client.Of("gap").Count == 1);
    }

    [Fact]
    public void Replay_IsBoundedInBytesOverAllChannels()
    {
        using var hub = new HubUnderTest(new RealtimeOptions { ReplayBytes = 100_000, ReplayMessages = 1000 }).With("jobs.*");
        for (var i = 0; i < 1000; i++)
        {
            hub.Publish($"\"{new string('x', 1000)}\"", $"jobs.{i % 10}");
            hub.Clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        hub.Hub.Directory.Channels.Sum(channel => channel.ReplayBytes).ShouldBeLessThan(1_200_000);
        hub.Clock.Advance(TimeSpan.FromSeconds(2));
        hub.Hub.Directory.Channels.Sum(channel => channel.ReplayBytes).ShouldBeInRange(30_000, 100_000);
    }

    [Fact]
    public async Task Identity_ReadsOnlyItsChannels_AlsoUnderAPattern()
    {
        using var hub = new HubUnderTest().With("jobs.*").With("flows");
        var (client, transport) = hub.Connect(new RealtimeIdentity("ada", [ChannelPattern.Parse("jobs.1")], null));
        client.Subscribe(HubUnderTest.Command("flows")).ShouldNotBeNull().Code.ShouldBe(ErrorCodes.Forbidden);
        client.Subscribe(HubUnderTest.Command("jobs.2")).ShouldNotBeNull().Code.ShouldBe(ErrorCodes.Forbidden);
        client.Subscribe(HubUnderTest.Command("**")).ShouldBeNull();
        hub.Publish(channel: "jobs.2");
        hub.Publish();
        hub.Publish(channel: "jobs.1");
        await hub.PassUntilAsync(() => transport.Of("data").Count > 0);
        transport.Of("data").Single().GetProperty("channel").GetString().ShouldBe("jobs.1");

        client.Become(new RealtimeIdentity("ada", [ChannelPattern.Parse("jobs.2")], null));
        hub.Publish(channel: "jobs.1");
        hub.Publish(channel: "jobs.2");
        await hub.PassUntilAsync(() => transport.Of("data").Count > 1);
        transport.Of("data")[^1].GetProperty("channel").GetString().ShouldBe("jobs.2");
        transport.Of("data").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Clients_ThatComeAndGo_LeaveNothingBehind()
    {
        using var hub = new HubUnderTest().With("jobs.*");
        var references = new List<WeakReference>();
        for (var i = 0; i < 200; i++)
        {
            references.Add(await ComeAndGoAsync(hub, i));
        }

        (hub.Hub.ClientCount, hub.Hub.SubscriptionCount, hub.Hub.QueueLength).ShouldBe((0, 0, 0));
        hub.Clock.Advance(TimeSpan.FromSeconds(62));
        hub.Hub.ChannelCount.ShouldBe(0);
        await hub.SoonAsync(() =>
        {
            GC.Collect();
            // What a thread last worked on may still stand on its stack.
            return references.Count(reference => reference.IsAlive) < 10;
        });
    }

    private static async Task<WeakReference> ComeAndGoAsync(HubUnderTest hub, int number)
    {
        var (client, transport) = await hub.SubscribeAsync($"jobs.{number} jobs.*", maxRate: number % 2 == 0 ? 1 : null);
        if (number % 3 == 0)
        {
            transport.Stall();
        }

        hub.Publish(3, $"jobs.{number}");
        hub.Pass();
        hub.Hub.Disconnect(client);
        transport.Abort();
        return new WeakReference(client);
    }

    private static ResumePoint Position(HubUnderTest hub, long sequence) => new(hub.Hub.Epoch, new Dictionary<string, long> { ["flows"] = sequence });

    private static (long From, long To, long? Count, string? Reason) Gap(FakeTransport client)
    {
        var gap = client.Of("gap").ShouldHaveSingleItem();
        var count = gap.GetProperty("count");
        return (gap.GetProperty("from").GetInt64(), gap.GetProperty("to").GetInt64(),
            count.ValueKind == System.Text.Json.JsonValueKind.Null ? null : count.GetInt64(), gap.GetProperty("reason").GetString());
    }
}
