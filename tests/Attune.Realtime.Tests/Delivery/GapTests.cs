using Attune.Realtime.Protocol;
using Attune.Testing;

namespace Attune.Realtime.Tests.Delivery;

/// <summary>What a client loses it is told, at the place where the messages would have stood.</summary>
public class GapTests
{
    [Fact]
    public async Task LossOfAChannelThatIsQuietNow_IsToldWithoutWaitingForIt()
    {
        using var hub = new HubUnderTest(new RealtimeOptions { QueueCapacity = 1 }).With("flows").With("windows").With("jobs");
        var (_, client) = await hub.SubscribeAsync("flows windows jobs");
        await StallAsync(hub, client);
        hub.Publish(1, "windows");
        hub.Publish(1);
        client.Resume();
        await hub.PassUntilAsync(() => client.Sequences().Count == 1);
        var gap = client.Of("gap").ShouldHaveSingleItem();
        (gap.GetProperty("channel").GetString(), gap.GetProperty("from").GetInt64(), gap.GetProperty("to").GetInt64()).ShouldBe(("windows", 1, 1));
    }

    [Fact]
    public async Task LossAfterAMessageThatStillWaits_IsToldAfterIt()
    {
        using var hub = new HubUnderTest().With("flows").With("jobs");
        var (_, client) = await hub.SubscribeAsync("flows jobs", maxRate: 1);
        await StallAsync(hub, client);
        hub.Publish(3);
        client.Resume();
        await hub.PassUntilAsync(() => client.Sequences().Count == 2);
        client.Messages.Where(message => message.GetProperty("type").GetString() != "subscribed" && message.GetProperty("channel").GetString() == "flows")
            .Select(message => message.GetProperty("type").GetString()).ShouldBe(["data", "gap", "data"]);
        client.Sequences().ShouldBe([1, 3]);
    }

    [Fact]
    public async Task KeptBackMessage_ThatFindsNoRoom_WaitsForIt()
    {
        using var hub = new HubUnderTest(new RealtimeOptions { QueueCapacity = 2 }).With("flows", new RealtimeChannelOptions { WhenFull = FullQueuePolicy.Disconnect }).With("jobs");
        var (client, transport) = await hub.SubscribeAsync("flows", maxRate: 1);
        client.Subscribe(HubUnderTest.Command("jobs")).ShouldBeNull();
        hub.Pass();
        hub.Publish(2);
        await hub.SoonAsync(() => transport.Sequences().Count == 1);
        await StallAsync(hub, transport);
        hub.Publish(5, "jobs");
        hub.Clock.Advance(TimeSpan.FromSeconds(2));
        transport.Resume();
        await hub.PassUntilAsync(() => transport.Sequences().Count == 2);
        transport.Sequences().ShouldBe([1, 2]);
        client.IsClosing.ShouldBeFalse();
    }

    [Fact]
    public async Task MessagesThatTheRateKeepsBack_AreBoundedInBytes()
    {
        using var hub = new HubUnderTest(new RealtimeOptions { QueueBytes = 2000 }).With("jobs.*");
        var (client, transport) = await hub.SubscribeAsync("jobs.*", maxRate: 0.1);
        var payload = $"\"{new string('x', 200)}\"";
        for (var i = 0; i < 20; i++)
        {
            hub.Publish(payload, $"jobs.{i}");
            await hub.PassUntilAsync(() => transport.Of("data").Count == i + 1);
            hub.Publish(payload, $"jobs.{i}");
        }

        client.Outbox.Dropped.ShouldBeInRange(10, 15);
        hub.Clock.Advance(TimeSpan.FromSeconds(10));
        await hub.PassUntilAsync(() => transport.Of("data").Count + transport.Of("gap").Count == 40);
        transport.Of("gap").ShouldAllBe(gap => gap.GetProperty("count").GetInt64() == 1 && gap.GetProperty("reason").GetString() == "slow");
        transport.Of("gap").Count.ShouldBe((int)client.Outbox.Dropped);
    }

    [Fact]
    public async Task LossUnderASubscriptionThatEnds_IsNotToldAfterIt()
    {
        using var hub = new HubUnderTest(new RealtimeOptions { QueueCapacity = 2 }).With("flows").With("jobs");
        var (client, transport) = await hub.SubscribeAsync("flows jobs");
        await StallAsync(hub, transport);
        hub.Publish(5);
        client.Unsubscribe(new UnsubscribeCommand(default, HubUnderTest.Command("flows").Channels));
        client.Outbox.Dropped.ShouldBe(3);
        client.Subscribe(HubUnderTest.Command("flows")).ShouldBeNull();
        hub.Publish(1);
        transport.Resume();
        await hub.PassUntilAsync(() => transport.Sequences().Count == 1);
        transport.Sequences().ShouldBe([6]);
        transport.Of("gap").ShouldBeEmpty();
    }

    [Fact]
    public async Task ManyReplies_HoldUpWhoeverCausesThem_UntilTheyAreSent()
    {
        using var hub = new HubUnderTest().With("flows").With("jobs");
        var (client, transport) = await hub.SubscribeAsync("flows jobs");
        await StallAsync(hub, transport);
        for (var i = 0; i < hub.Hub.Settings.MaxReplies; i++)
        {
            client.Outbox.WaitForRoomAsync().IsCompleted.ShouldBeTrue();
            client.Outbox.Reply("{\"type\":\"pong\"}"u8);
        }

        var room = client.Outbox.WaitForRoomAsync();
        room.IsCompleted.ShouldBeFalse();
        transport.Resume();
        await room.WaitAsync(Eventually.Bound);
        await hub.SoonAsync(() => transport.Of("pong").Count == hub.Hub.Settings.MaxReplies);
    }

    /// <summary>Lets the client stop in the middle of a message of another channel.</summary>
    private static async Task StallAsync(HubUnderTest hub, FakeTransport client)
    {
        hub.Pass();
        client.Stall(credit: 5);
        hub.Publish(1, "jobs");
        await hub.PassUntilAsync(() => client.IsWaiting);
    }
}
