using System.Text.Json;
using Attune.Realtime.Protocol;
using Attune.Realtime.Sessions;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Realtime.Tests.Delivery;

/// <summary>
/// What holds whatever happens: a client hears of every message of its channel, in order and once, either by getting it, or by a gap that counts it,
/// or not at all where its filter says so.
/// </summary>
public class DeliveryLawTests
{
    private const string Filter = "n >= 3";

    [Theory]
    [InlineData(FullQueuePolicy.DropOldest)]
    [InlineData(FullQueuePolicy.KeepLatest)]
    public void EveryMessage_ComesOnceOrIsCountedInAGap(FullQueuePolicy policy)
    {
        // Off the test framework's few threads, or each step would wait for another test to end.
        var step = Gen.Choose(0, 9).SelectMany(kind => Gen.Choose(1, 12).Select(amount => (Kind: kind, Amount: amount)));
        Prop.ForAll(step.ListOf().ToArbitrary(), steps => Task.Run(() => RunAsync(policy, steps)).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();
    }

    private static async Task<bool> RunAsync(FullQueuePolicy policy, IList<(int Kind, int Amount)> steps)
    {
        using var hub = new HubUnderTest(new RealtimeOptions { QueueCapacity = 6, BatchMessages = 4, ReplayMessages = 8, SlowClientTimeout = TimeSpan.FromMinutes(10) }, onOneThread: true)
            .With("flows", new RealtimeChannelOptions { WhenFull = policy });
        var listeners = new[] { new Listener(null, null), new Listener(Filter, null), new Listener(null, 50), new Listener(Filter, 50) };
        var last = 0L;
        foreach (var (kind, amount) in steps)
        {
            var listener = listeners[amount % listeners.Length];
            switch (kind)
            {
                case < 5:
                    for (var i = 0; i < amount; i++)
                    {
                        last = hub.Publish($$"""{"n":{{(last + 1) % 6}}}""", key: $"k{last % 3}");
                    }

                    break;
                case 5:
                    listener.Transport?.Stall(amount);
                    break;
                case 6:
                    listener.Transport?.Resume();
                    break;
                case 7:
                    hub.Pass(amount);
                    break;
                case 8:
                    await listener.ConnectAsync(hub);
                    break;
                default:
                    listener.Cut(hub);
                    break;
            }
        }

        foreach (var listener in listeners)
        {
            listener.Transport?.Resume();
            await hub.PassUntilAsync(() => listener.Client is null || (listener.Client.Outbox.IsIdle && listener.Transport!.IsWaiting is false));
            listener.Check(last);
        }

        return true;
    }

    /// <summary>A client that takes down all that it hears, over all its connections.</summary>
    private sealed class Listener(string? filter, double? maxRate)
    {
        private long _from = -1;

        public HubClient? Client { get; private set; }

        public FakeTransport? Transport { get; private set; }

        public async Task ConnectAsync(HubUnderTest hub)
        {
            if (Client is not null)
            {
                return;
            }

            (Client, Transport) = await hub.SubscribeAsync("flows", filter, maxRate);
            _from = Transport.Of("subscribed")[0].GetProperty("channels")[0].GetProperty("sequence").GetInt64();
        }

        public void Cut(HubUnderTest hub)
        {
            if (Client is not null)
            {
                hub.Hub.Disconnect(Client);
                Transport!.Abort();
                (Client, Transport) = (null, null);
            }
        }

        public void Check(long last)
        {
            if (Transport is null)
            {
                return;
            }

            var heard = Transport.Sequences();
            heard.ShouldBe(heard.Order().Distinct(), "in order and once");
            var gaps = Transport.Of("gap");
            gaps.ShouldAllBe(gap => gap.GetProperty("reason").GetString() == "slow" || maxRate != null);
            var told = gaps.Sum(gap => gap.GetProperty("count").GetInt64());
            var wanted = Enumerable.Range(1, (int)last).Where(sequence => sequence > _from && (filter is null || sequence % 6 >= 3)).Select(sequence => (long)sequence).ToList();
            heard.ShouldBeSubsetOf(wanted);
            (heard.Count + told).ShouldBe(wanted.Count, $"{heard.Count} came, gaps count {told}, {wanted.Count} were published since");
            foreach (var missing in wanted.Except(heard))
            {
                gaps.ShouldContain(gap => gap.GetProperty("from").GetInt64() <= missing && missing <= gap.GetProperty("to").GetInt64());
            }
        }
    }

    /// <summary>A client that comes back again and again hears of everything: by itself, by replay, or by a gap.</summary>
    [Fact]
    public void ClientThatResumes_MissesNothingThatNoGapTells()
    {
        var step = Gen.Choose(0, 3).SelectMany(kind => Gen.Choose(1, 9).Select(amount => (Kind: kind, Amount: amount)));
        Prop.ForAll(step.ListOf().ToArbitrary(), steps => Task.Run(() => ResumeAsync(steps)).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();
    }

    private static async Task<bool> ResumeAsync(IList<(int Kind, int Amount)> steps)
    {
        using var hub = new HubUnderTest(new RealtimeOptions { ReplayMessages = 5, FlushWindow = TimeSpan.Zero }, onOneThread: true).With("flows");
        var covered = new List<(long From, long To, bool IsGap)>();
        var position = 0L;
        HubClient? client = null;
        FakeTransport? transport = null;
        var last = 0L;
        foreach (var (kind, amount) in steps.Append((3, 1)).Append((2, 1)).Append((3, 1)))
        {
            switch (kind)
            {
                case 0 or 1:
                    for (var i = 0; i < amount; i++)
                    {
                        if (hub.Hub.IsWanted("flows"))
                        {
                            last = hub.Publish();
                        }
                    }

                    break;
                case 2 when client is null:
                    var resume = new ResumePoint(hub.Hub.Epoch, new Dictionary<string, long> { ["flows"] = position });
                    (client, transport) = await hub.SubscribeAsync("flows", resume: covered.Count == 0 ? null : resume);
                    if (covered.Count == 0)
                    {
                        position = transport.Of("subscribed")[0].GetProperty("channels")[0].GetProperty("sequence").GetInt64();
                        covered.Add((1, position, true));
                    }

                    break;
                case 3 when client is not null:
                    var idle = client;
                    await hub.SoonAsync(() => idle.Outbox.IsIdle);
                    foreach (var message in transport!.Messages)
                    {
                        if (message.GetProperty("type").GetString() == "data")
                        {
                            position = message.GetProperty("sequence").GetInt64();
                            covered.Add((position, position, false));
                        }
                        else if (message.GetProperty("type").GetString() == "gap")
                        {
                            covered.Add((message.GetProperty("from").GetInt64(), message.GetProperty("to").GetInt64(), true));
                            position = covered[^1].To;
                        }
                    }

                    hub.Hub.Disconnect(client);
                    (client, transport) = (null, null);
                    break;
            }
        }

        var expected = 1L;
        foreach (var (from, to, _) in covered.Where(range => range.To >= range.From))
        {
            from.ShouldBe(expected, JsonSerializer.Serialize(covered.Select(range => $"{range.From}-{range.To}")));
            expected = to + 1;
        }

        return covered.Count == 0 || expected > last;
    }
}
