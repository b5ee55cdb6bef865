using System.Text;
using Attune.Testing;

namespace Attune.Realtime.Tests;

public class RealtimeHubTests
{
    private static RealtimeHub Hub(int capacity = 256, int maxClients = 1000) => new(new RealtimeOptions { QueueCapacity = capacity, MaxClients = maxClients });

    private static RealtimeClient Connect(RealtimeHub hub, params string[] channels)
    {
        var client = hub.TryConnect().ShouldNotBeNull();
        client.Subscribe(channels);
        return client;
    }

    private static byte[] Message(int number) => Encoding.UTF8.GetBytes($"{number}");

    private static List<string> Waiting(RealtimeClient client)
    {
        var messages = new List<string>();
        while (client.Messages.TryRead(out var message))
        {
            messages.Add(Encoding.UTF8.GetString(message.Span));
        }

        return messages;
    }

    [Fact]
    public void Publish_OnAChannel_ReachesItsSubscribersOnly()
    {
        using var hub = Hub();
        var (flows, windows, both, none) = (Connect(hub, "flows"), Connect(hub, "windows"), Connect(hub, "flows", "windows"), Connect(hub));

        hub.Publish("flows", Message(1));
        hub.Publish("windows", Message(2));
        hub.Publish("metrics", Message(3));

        Waiting(flows).ShouldBe(["1"]);
        Waiting(windows).ShouldBe(["2"]);
        Waiting(both).ShouldBe(["1", "2"]);
        Waiting(none).ShouldBeEmpty();
    }

    [Fact]
    public void Publish_ManyMessages_KeepTheirOrder()
    {
        using var hub = Hub();
        var client = Connect(hub, "flows");
        for (var i = 0; i < 200; i++)
        {
            hub.Publish("flows", Message(i));
        }

        Waiting(client).ShouldBe(Enumerable.Range(0, 200).Select(number => $"{number}"));
        client.Dropped.ShouldBe(0);
    }

    [Fact]
    public void Publish_ToAFullQueue_DropsTheOldestAndCountsThem()
    {
        using var hub = Hub(capacity: 3);
        var client = Connect(hub, "flows");
        for (var i = 0; i < 10; i++)
        {
            hub.Publish("flows", Message(i));
        }

        client.Dropped.ShouldBe(7);
        Waiting(client).ShouldBe(["7", "8", "9"]);
    }

    [Fact]
    public void Publish_WhileOneClientNeverReads_ReachesTheOthersInFull()
    {
        using var hub = Hub(capacity: 4);
        var stuck = Connect(hub, "flows");
        var reader = Connect(hub, "flows");
        var read = new List<string>();
        for (var i = 0; i < 1000; i++)
        {
            hub.Publish("flows", Message(i));
            read.AddRange(Waiting(reader));
        }

        read.ShouldBe(Enumerable.Range(0, 1000).Select(number => $"{number}"));
        (reader.Dropped, stuck.Dropped).ShouldBe((0L, 996L));
    }

    [Fact]
    public async Task Publish_FromManyThreads_DeliversOrCountsEveryMessage()
    {
        using var hub = Hub(capacity: 16);
        var client = Connect(hub, "flows");
        var read = 0;
        var reading = Task.Run(async () =>
        {
            await foreach (var message in client.Messages.ReadAllAsync())
            {
                read++;
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                hub.Publish("flows", Message(i));
            }
        })));
        client.Dispose();
        await reading.WaitAsync(Eventually.Bound);

        (read + client.Dropped).ShouldBe(2000);
    }

    [Fact]
    public void TryConnect_BeyondTheLimit_IsRefusedUntilOneLeaves()
    {
        using var hub = Hub(maxClients: 2);
        var (first, second) = (Connect(hub), Connect(hub));

        hub.TryConnect().ShouldBeNull();
        hub.ClientCount.ShouldBe(2);
        first.Dispose();
        hub.ClientCount.ShouldBe(1);
        hub.TryConnect().ShouldNotBeNull();
        hub.TryConnect().ShouldBeNull();
        second.Dispose();
    }

    [Fact]
    public async Task TryConnect_FromManyThreads_NeverExceedsTheLimit()
    {
        using var hub = Hub(maxClients: 10);
        var clients = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(hub.TryConnect)));
        clients.Count(client => client is not null).ShouldBe(10);
        hub.ClientCount.ShouldBe(10);
    }

    [Fact]
    public async Task DisposeClient_EndsItsQueueAfterWhatWaits()
    {
        using var hub = Hub();
        var client = Connect(hub, "flows");
        hub.Publish("flows", Message(1));
        client.Dispose();
        client.Dispose();
        hub.Publish("flows", Message(2));
        client.Enqueue(Message(3));

        Waiting(client).ShouldBe(["1"]);
        await client.Messages.Completion.WaitAsync(Eventually.Bound);
        hub.ClientCount.ShouldBe(0);
    }

    [Fact]
    public async Task Dispose_EndsAllClients()
    {
        var hub = Hub();
        var clients = Enumerable.Range(0, 5).Select(_ => Connect(hub, "flows")).ToList();
        hub.Dispose();
        hub.Dispose();

        foreach (var client in clients)
        {
            await client.Messages.Completion.WaitAsync(Eventually.Bound);
        }

        hub.ClientCount.ShouldBe(0);
        hub.Publish("flows", Message(1));
    }

    [Fact]
    public void TryConnect_AfterDispose_IsRefused()
    {
        var hub = Hub();
        hub.Dispose();
        hub.TryConnect().ShouldBeNull();
        hub.ClientCount.ShouldBe(0);
    }

    [Fact]
    public async Task TryConnect_DuringDispose_LeavesNoLiveClient()
    {
        for (var round = 0; round < 50; round++)
        {
            var hub = Hub();
            var connecting = Task.Run(() => Enumerable.Range(0, 20).Select(_ => hub.TryConnect()).ToList());
            hub.Dispose();
            foreach (var client in await connecting)
            {
                await (client?.Messages.Completion ?? Task.CompletedTask).WaitAsync(Eventually.Bound);
            }

            hub.ClientCount.ShouldBe(0);
        }
    }

    [Fact]
    public void Subscribe_AgainAndAgain_DeliversOnce()
    {
        using var hub = Hub();
        var client = Connect(hub, "flows", "flows");
        client.Subscribe(["flows", "windows"]);
        client.Channels.ShouldBe(["flows", "windows"]);
        hub.Publish("flows", Message(1));
        Waiting(client).ShouldBe(["1"]);
    }

    [Fact]
    public void Unsubscribe_OneOfTwo_LeavesTheOther()
    {
        using var hub = Hub();
        var client = Connect(hub, "flows", "windows");
        client.Unsubscribe(["flows"]);
        client.Unsubscribe(["flows", "metrics"]);

        client.Channels.ShouldBe(["windows"]);
        (client.IsSubscribed("flows"), client.IsSubscribed("windows")).ShouldBe((false, true));
        hub.Publish("flows", Message(1));
        hub.Publish("windows", Message(2));
        Waiting(client).ShouldBe(["2"]);
    }

    [Fact]
    public void HasSubscribers_FollowsSubscriptionsAndDisconnections()
    {
        using var hub = Hub();
        hub.HasSubscribers("flows").ShouldBeFalse();
        var client = Connect(hub, "flows");
        (hub.HasSubscribers("flows"), hub.HasSubscribers("windows")).ShouldBe((true, false));
        client.Unsubscribe(["flows"]);
        hub.HasSubscribers("flows").ShouldBeFalse();
        client.Subscribe(["flows"]);
        client.Dispose();
        hub.HasSubscribers("flows").ShouldBeFalse();
    }
}
