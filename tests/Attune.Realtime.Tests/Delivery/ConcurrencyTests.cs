using System.Text;
using Attune.Realtime.Access;
using Attune.Realtime.Protocol;
using Attune.Testing;

namespace Attune.Realtime.Tests.Delivery;

/// <summary>Many threads at once, by the system's clock: what holds for each client holds whatever the others do.</summary>
public class ConcurrencyTests
{
    private const int Publishers = 4;
    private const int Messages = 1500;

    private static readonly string[] Names = ["flows", "jobs.1", "jobs.2"];

    [Fact]
    public async Task SteadyClients_GetEverythingInOrder_WhileOthersComeAndGo()
    {
        using var hub = MakeHub(new RealtimeOptions { QueueCapacity = 100_000, QueueBytes = 1 << 30, FlushWindow = TimeSpan.FromMilliseconds(1) });
        var steady = Enumerable.Range(0, 4).Select(i => Connect(hub, i % 2 == 0 ? "flows jobs.*" : "flows jobs.1 jobs.2")).ToList();
        await PublishWhileOthersComeAndGoAsync(hub);
        long[] all = [.. Enumerable.Range(1, Publishers * Messages).Select(sequence => (long)sequence)];
        foreach (var transport in steady)
        {
            await Eventually.TrueAsync(() => hub.QueueLength == 0 && !hub.IsFlushing);
            var data = transport.Of("data").ToLookup(message => message.GetProperty("channel").GetString(), message => message.GetProperty("sequence").GetInt64());
            foreach (var name in Names)
            {
                data[name].ShouldBe(all);
            }
        }

        hub.SubscriptionCount.ShouldBe(10);
        hub.ClientCount.ShouldBe(4);
    }

    [Fact]
    public async Task ClientsWithSmallQueues_GetInOrderOrAreTold_WhileOthersComeAndGo()
    {
        using var hub = MakeHub(new RealtimeOptions { QueueCapacity = 3, BatchMessages = 2, FlushWindow = TimeSpan.FromMilliseconds(1) });
        var steady = Enumerable.Range(0, 4).Select(i => Connect(hub, "**", i < 2 ? null : 200)).ToList();
        await PublishWhileOthersComeAndGoAsync(hub);
        foreach (var transport in steady)
        {
            await Eventually.TrueAsync(() => Names.All(name => Told(transport, name) == Publishers * Messages));
            foreach (var name in Names)
            {
                var sequences = transport.Sequences(name);
                sequences.ShouldBe(sequences.Order().Distinct());
            }
        }
    }

    private static RealtimeHub MakeHub(RealtimeOptions options)
    {
        var hub = new RealtimeHub(options);
        hub.Declare("flows");
        hub.Declare("jobs.*", new RealtimeChannelOptions { WhenFull = FullQueuePolicy.KeepLatest, LastIsSnapshot = true });
        return hub;
    }

    private static FakeTransport Connect(RealtimeHub hub, string channels, double? maxRate = null)
    {
        var transport = new FakeTransport();
        hub.TryConnect(transport, deflate: false, RealtimeIdentity.Anonymous).ShouldNotBeNull().Subscribe(HubUnderTest.Command(channels, maxRate: maxRate)).ShouldBeNull();
        return transport;
    }

    private static long Told(FakeTransport transport, string name) =>
        transport.Sequences(name).Count + transport.Of("gap").Where(gap => gap.GetProperty("channel").GetString() == name).Sum(gap => gap.GetProperty("count").GetInt64());

    private static async Task PublishWhileOthersComeAndGoAsync(RealtimeHub hub)
    {
        using var stop = new CancellationTokenSource();
        var churn = Enumerable.Range(0, 2).Select(seed => Task.Run(() => ComeAndGo(hub, seed, stop.Token))).ToList();
        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Messages; i++)
            {
                foreach (var name in Names)
                {
                    hub.Publish(name, Encoding.UTF8.GetBytes($$"""{"n":{{i}}}"""), key: $"k{i % 5}");
                }
            }
        }))).WaitAsync(Eventually.Bound);
        await stop.CancelAsync();
        await Task.WhenAll(churn).WaitAsync(Eventually.Bound);
    }

    private static void ComeAndGo(RealtimeHub hub, int seed, CancellationToken stop)
    {
        var random = new Random(seed);
        while (!stop.IsCancellationRequested)
        {
            using var transport = new FakeTransport();
            var client = hub.TryConnect(transport, deflate: random.Next(2) == 0, RealtimeIdentity.Anonymous)!;
            for (var i = random.Next(8); i > 0; i--)
            {
                var channels = random.Next(4) switch { 0 => "jobs.*", 1 => "jobs.1 flows", 2 => "**", _ => "flows jobs.*" };
                switch (random.Next(6))
                {
                    case 0:
                        client.Unsubscribe(new UnsubscribeCommand(default, HubUnderTest.Command(channels).Channels));
                        break;
                    case 1:
                        transport.Stall(random.Next(300));
                        break;
                    case 2:
                        client.Become(RealtimeIdentity.Anonymous);
                        break;
                    default:
                        var position = new ResumePoint(hub.Epoch, new Dictionary<string, long> { ["flows"] = random.Next(100), ["jobs.1"] = random.Next(100) });
                        client.Subscribe(HubUnderTest.Command(channels, random.Next(2) == 0 ? "n > 7" : null, random.Next(2) == 0 ? 50 : null, random.Next(2) == 0, position));
                        break;
                }
            }

            hub.Disconnect(client);
            transport.Abort();
        }
    }
}
