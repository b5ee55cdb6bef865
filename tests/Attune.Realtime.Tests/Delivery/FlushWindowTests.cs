using Attune.Realtime.Protocol;

namespace Attune.Realtime.Tests.Delivery;

/// <summary>When an outbox is flushed.</summary>
public class FlushWindowTests
{
    [Fact]
    public async Task LateSend_DoesNotDelayTheNextWindow()
    {
        using var hub = new HubUnderTest(onOneThread: true).With("flows");
        var (_, client) = await hub.SubscribeAsync("flows");
        hub.Pass();
        hub.Publish(1);
        hub.Pass(5);
        await hub.SettleAsync();
        client.Sequences().ShouldBe([1]);

        // Ten milliseconds after the first message, though only five after its send.
        hub.Pass(5);
        hub.Publish(1);
        await hub.SettleAsync();
        client.Sequences().ShouldBe([1, 2]);
    }

    [Fact]
    public async Task MessagesWithinTheWindow_WaitForItsEnd_AndAFullBatchDoesNot()
    {
        using var hub = new HubUnderTest(new RealtimeOptions { BatchMessages = 4 }, onOneThread: true).With("flows");
        var (client, transport) = await hub.SubscribeAsync("flows");
        hub.Pass();
        hub.Publish(1);
        await hub.SettleAsync();
        hub.Pass(7);
        hub.Publish(3);
        await hub.SettleAsync();
        transport.Sequences().ShouldBe([1]);
        hub.Publish(1);
        await hub.SettleAsync();
        transport.Sequences().ShouldBe([1, 2, 3, 4, 5]);

        // An answer takes what waits along.
        hub.Publish(1);
        client.Unsubscribe(new UnsubscribeCommand(default, HubUnderTest.Command("nothing").Channels));
        await hub.SettleAsync();
        transport.Sequences().ShouldBe([1, 2, 3, 4, 5, 6]);
        transport.Of("unsubscribed").Count.ShouldBe(1);
    }

    [Fact]
    public async Task ManyClients_EachAtItsOwnTime_AreAllServedByTheirTimers()
    {
        using var hub = new HubUnderTest(onOneThread: true).With("jobs.*");
        var clients = new List<FakeTransport>();
        for (var i = 0; i < 20; i++)
        {
            clients.Add((await hub.SubscribeAsync($"jobs.{i}")).Transport);
        }

        hub.Pass();
        for (var i = 0; i < 20; i++)
        {
            hub.Publish(1, $"jobs.{i}");
            await hub.SettleAsync();
            hub.Publish(1, $"jobs.{i}");
            hub.Pass(0.3);
        }

        for (var step = 0; step < 12; step++)
        {
            hub.Pass(1);
            await hub.SettleAsync();
        }

        for (var i = 0; i < 20; i++)
        {
            clients[i].Sequences($"jobs.{i}").ShouldBe([1, 2]);
        }
    }

    [Fact]
    public async Task MaxRate_HoldsForWhatWasKeptBack_Too()
    {
        using var hub = new HubUnderTest(onOneThread: true).With("flows");
        var (_, client) = await hub.SubscribeAsync("flows", maxRate: 10);
        hub.Pass();
        var times = new List<int>();
        for (var millisecond = 0; millisecond < 1000; millisecond++)
        {
            hub.Publish(1);
            await hub.SettleAsync();
            if (client.Sequences().Count > times.Count)
            {
                times.Add(millisecond);
            }

            hub.Pass(1);
            await hub.SettleAsync();
        }

        times.Zip(times.Skip(1), (first, second) => second - first).ShouldAllBe(distance => distance >= 99);
        times.Count.ShouldBe(10);
    }

    [Fact]
    public async Task WindowThatIsChanged_HoldsFromTheNextMessageOn()
    {
        using var hub = new HubUnderTest(onOneThread: true).With("flows");
        var tunables = new Attune.Tuning.TunableRegistry(hub.Clock);
        var work = new Queue<IThreadPoolWorkItem>();
        using var tuned = new RealtimeHub(new RealtimeOptions(), tunables, hub.Clock, work.Enqueue);
        tuned.Declare("flows");
        using var transport = new FakeTransport();
        tuned.TryConnect(transport, false, Attune.Realtime.Access.RealtimeIdentity.Anonymous)!.Subscribe(HubUnderTest.Command("flows"));
        Work();
        hub.Pass();
        tuned.Publish("flows", "1"u8);
        tuned.Publish("flows", "2"u8);
        Work();
        tunables.Find("realtime.flush_window")!.Set(0, "a test", "to see it").ShouldBe(0);
        tuned.Publish("flows", "3"u8);
        Work();
        transport.Sequences().ShouldBe([1, 2, 3]);

        void Work()
        {
            while (work.TryDequeue(out var item))
            {
                item.Execute();
            }
        }
    }
}
