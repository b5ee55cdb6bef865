using Attune.Realtime.Protocol;
using Attune.Testing;

namespace Attune.Realtime.Tests.Delivery;

public class OutboxTests
{
    private static readonly RealtimeOptions Small = new() { QueueCapacity = 4 };

    [Fact]
    public async Task FirstMessage_GoesAtOnce_AndThoseWithinTheWindowGoTogether()
    {
        using var hub = new HubUnderTest().With("flows");
        var (_, client) = await hub.SubscribeAsync("flows");
        hub.Pass();
        hub.Publish("\"a\"");
        await hub.SoonAsync(() => client.Sequences().Count == 1);
        hub.Publish("\"b\"");
        hub.Publish("\"c\"");
        hub.Pass(9);
        client.Sequences().ShouldBe([1]);
        hub.Pass(1);
        await hub.SoonAsync(() => client.Sequences().Count == 3);

        client.Of("data").Select(message => message.GetProperty("data").GetString()).ShouldBe(["a", "b", "c"]);
        // subscribed, a, and one batch.
        client.Frames.Count.ShouldBe(3);
    }

    /// <summary>A stream with the period of the window, each message late by its own measure: none is held back, whatever came before.</summary>
    [Fact]
    public async Task StreamWithThePeriodOfTheWindow_IsNotHeldBack()
    {
        using var hub = new HubUnderTest().With("flows");
        var (_, client) = await hub.SubscribeAsync("flows");
        double[] late = [0, 1.5, 0.2, 2.4, 0, 0.9, 2.4, 0];
        hub.Pass();
        for (var i = 1; i < late.Length; i++)
        {
            hub.Pass(10 + late[i] - late[i - 1]);
            hub.Publish(1);
            await Eventually.TrueAsync(() => client.Sequences().Count == i);
        }
    }

    [Fact]
    public async Task FullBatch_DoesNotWaitForTheWindow()
    {
        using var hub = new HubUnderTest(new RealtimeOptions { BatchMessages = 3 }).With("flows");
        var (_, client) = await hub.SubscribeAsync("flows");
        hub.Pass();
        hub.Publish(1);
        await hub.SoonAsync(() => client.Sequences().Count == 1);
        hub.Publish(7);
        await hub.SoonAsync(() => client.Sequences().Count >= 7);
        hub.Pass();
        await hub.SoonAsync(() => client.Sequences().Count == 8);
        client.Sequences().ShouldBe(Enumerable.Range(1, 8).Select(i => (long)i));
    }

    [Fact]
    public async Task WindowOfNothing_HoldsNothingBack()
    {
        using var hub = new HubUnderTest(new RealtimeOptions { FlushWindow = TimeSpan.Zero }).With("flows");
        var (_, client) = await hub.SubscribeAsync("flows");
        for (var i = 1; i <= 5; i++)
        {
            hub.Publish(1);
            await hub.SoonAsync(() => client.Sequences().Count == i);
        }

        client.Frames.Count.ShouldBe(6);
    }

    [Fact]
    public async Task BatchBytes_BoundOneFrame()
    {
        using var hub = new HubUnderTest(new RealtimeOptions { BatchBytes = 1024 }).With("flows");
        var (_, client) = await hub.SubscribeAsync("flows");
        client.Stall();
        hub.Publish(1);
        for (var i = 0; i < 10; i++)
        {
            hub.Publish($"\"{new string('x', 300)}\"");
        }

        client.Resume();
        await hub.PassUntilAsync(() => client.Sequences().Count == 11);
        client.Frames.ShouldAllBe(frame => frame.Payload.Length <= 1100);
    }

    [Fact]
    public async Task DropOldest_KeepsTheLatestAndTellsTheGap()
    {
        using var hub = new HubUnderTest(Small).With("flows");
        var (_, client) = await hub.SubscribeAsync("flows");
        await StallAsync(hub, client);
        hub.Publish(10);
        client.Resume();
        await hub.PassUntilAsync(() => client.Sequences().Count == 5);

        client.Sequences().ShouldBe([1, 8, 9, 10, 11]);
        var gap = client.Of("gap").ShouldHaveSingleItem();
        (gap.GetProperty("from").GetInt64(), gap.GetProperty("to").GetInt64(), gap.GetProperty("count").GetInt64(), gap.GetProperty("reason").GetString())
            .ShouldBe((2, 7, 6, "slow"));
        // The gap stands where the messages would have stood.
        client.Messages.Select(message => message.GetProperty("type").GetString()).ShouldBe(["subscribed", "data", "gap", "data", "data", "data", "data"]);
    }

    [Fact]
    public async Task Flood_OfOneChannel_CostsTheMessagesOfThatChannel()
    {
        using var hub = new HubUnderTest(Small).With("flows").With("windows");
        var (_, client) = await hub.SubscribeAsync("flows windows");
        await StallAsync(hub, client);
        hub.Publish(2, "windows");
        hub.Publish(100);
        client.Resume();
        await hub.PassUntilAsync(() => client.Sequences().Count == 3);
        client.Sequences("windows").ShouldBe([1, 2]);
        client.Sequences().ShouldBe([1, 100, 101]);
    }

    [Fact]
    public async Task KeepLatest_KeepsTheLatestOfEachKey()
    {
        using var hub = new HubUnderTest(Small).With("flows", new RealtimeChannelOptions { WhenFull = FullQueuePolicy.KeepLatest });
        var (_, client) = await hub.SubscribeAsync("flows");
        await StallAsync(hub, client);
        for (var i = 0; i < 12; i++)
        {
            hub.Publish($"{i}", key: $"k{i % 3}");
        }

        client.Resume();
        await hub.PassUntilAsync(() => client.Sequences().Count == 5);
        // Of 2 to 13 four are kept: the latest of each key, and the last but one of one key.
        var kept = client.Sequences().Skip(1).ToList();
        kept[^3..].ShouldBe([11, 12, 13]);
        client.Of("gap").Sum(gap => gap.GetProperty("count").GetInt64()).ShouldBe(8);
    }

    [Fact]
    public async Task Disconnect_ClosesTheClientThatDoesNotKeepUp()
    {
        using var hub = new HubUnderTest(Small).With("flows", new RealtimeChannelOptions { WhenFull = FullQueuePolicy.Disconnect });
        var (client, transport) = await hub.SubscribeAsync("flows");
        await StallAsync(hub, transport);
        hub.Publish(5);
        client.IsClosing.ShouldBeTrue();
        transport.Resume();
        await hub.SoonAsync(() => transport.CloseCode == 1013);
    }

    [Fact]
    public async Task StalledClient_IsClosedAfterItsTime_AndCutOffWhenItTakesNotEvenThat()
    {
        using var hub = new HubUnderTest().With("flows");
        var (client, transport) = await hub.SubscribeAsync("flows");
        await StallAsync(hub, transport);
        hub.Clock.Advance(TimeSpan.FromSeconds(9));
        client.IsClosing.ShouldBeFalse();
        hub.Clock.Advance(TimeSpan.FromSeconds(2));
        client.IsClosing.ShouldBeTrue();
        transport.Aborted.ShouldBeFalse();
        hub.Clock.Advance(TimeSpan.FromSeconds(3));
        transport.Aborted.ShouldBeTrue();
        await client.Outbox.Ended.WaitAsync(Eventually.Bound);
    }

    [Fact]
    public async Task SlowClientThatMakesProgress_StaysConnected()
    {
        using var hub = new HubUnderTest().With("flows");
        var (client, transport) = await hub.SubscribeAsync("flows");
        transport.Stall();
        hub.Pass();
        hub.Publish($"\"{new string('x', 100_000)}\"");
        await hub.SoonAsync(() => client.Outbox.Count == 0);
        for (var i = 0; i < 5; i++)
        {
            hub.Clock.Advance(TimeSpan.FromSeconds(8));
            client.IsClosing.ShouldBeFalse();
            var before = transport.Taken;
            transport.Allow(10_000);
            await hub.SoonAsync(() => transport.Taken - before >= 10_000);
        }
    }

    [Fact]
    public async Task MaxRate_GivesTheLatestWhenItsTimeHasCome_AndTellsTheRest()
    {
        using var hub = new HubUnderTest().With("flows");
        var (_, client) = await hub.SubscribeAsync("flows", maxRate: 1);
        hub.Pass();
        hub.Publish(5);
        await hub.PassUntilAsync(() => client.Sequences().Count >= 1);
        client.Sequences().ShouldBe([1]);
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1000));
        await hub.PassUntilAsync(() => client.Sequences().Count >= 2);
        client.Sequences().ShouldBe([1, 5]);
        var gap = client.Of("gap").ShouldHaveSingleItem();
        (gap.GetProperty("from").GetInt64(), gap.GetProperty("to").GetInt64(), gap.GetProperty("count").GetInt64(), gap.GetProperty("reason").GetString())
            .ShouldBe((2, 4, 3, "rate"));
    }

    [Fact]
    public async Task Unsubscribe_NothingComesAfterItsAnswer()
    {
        using var hub = new HubUnderTest().With("flows");
        var (client, transport) = await hub.SubscribeAsync("flows");
        hub.Pass();
        hub.Publish(1);
        await hub.SoonAsync(() => transport.Sequences().Count == 1);
        hub.Publish(3);
        client.Unsubscribe(new UnsubscribeCommand(default, HubUnderTest.Command("flows").Channels));
        hub.Publish(3);
        hub.Pass();
        await hub.SoonAsync(() => transport.Of("unsubscribed").Count == 1);
        hub.Pass();
        transport.Sequences().ShouldBe([1]);
        hub.Hub.SubscriptionCount.ShouldBe(0);
    }

    [Fact]
    public async Task Drain_SendsWhatWaitsAndThenClosesWith1001()
    {
        using var hub = new HubUnderTest().With("flows");
        var (_, client) = await hub.SubscribeAsync("flows", maxRate: 1);
        hub.Pass();
        hub.Publish(3);
        hub.Hub.Drain();
        await hub.SoonAsync(() => client.CloseCode == 1001);
        client.Sequences().ShouldBe([1, 3]);
        hub.Hub.TryConnect(new FakeTransport(), false, null).ShouldBeNull();
    }

    /// <summary>Lets the client stop in the middle of a message: the first of the channel.</summary>
    private static async Task StallAsync(HubUnderTest hub, FakeTransport client)
    {
        hub.Pass();
        client.Stall(credit: 5);
        hub.Publish(1);
        await hub.SoonAsync(() => client.IsWaiting);
    }
}
