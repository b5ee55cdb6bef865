using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Attune.Realtime.Access;
using Attune.Realtime.Channels;
using Attune.Realtime.Filters;
using Attune.Realtime.Protocol;
using Attune.Realtime.Sessions;
using Attune.Testing;

namespace Attune.Realtime.Tests;

/// <summary>A hub with a clock that stands still and clients without a network.</summary>
internal sealed class HubUnderTest : IDisposable
{
    private readonly bool _onOneThread;
    private readonly ConcurrentQueue<IThreadPoolWorkItem> _work = new();

    /// <param name="options">The hub's.</param>
    /// <param name="onOneThread">Whether sending waits for <see cref="SettleAsync"/> and is done there: for long series of small steps.</param>
    public HubUnderTest(RealtimeOptions? options = null, bool onOneThread = false)
    {
        options ??= new RealtimeOptions();
        _onOneThread = onOneThread;
        Hub = onOneThread ? new RealtimeHub(options, null, Clock, _work.Enqueue) : new RealtimeHub(options, time: Clock);
    }

    public ManualTimeProvider Clock { get; } = new();

    public RealtimeHub Hub { get; }

    public HubUnderTest With(string channel, RealtimeChannelOptions? options = null)
    {
        Hub.Declare(channel, options);
        return this;
    }

    public (HubClient Client, FakeTransport Transport) Connect(RealtimeIdentity? identity = null, bool deflate = false)
    {
        var transport = new FakeTransport(_onOneThread);
        return (Hub.TryConnect(transport, deflate, identity ?? RealtimeIdentity.Anonymous).ShouldNotBeNull(), transport);
    }

    /// <summary>A client that has subscribed and was told so.</summary>
    public async Task<(HubClient Client, FakeTransport Transport)> SubscribeAsync(
        string channel, string? filter = null, double? maxRate = null, bool snapshot = false, ResumePoint? resume = null, bool deflate = false)
    {
        var (client, transport) = Connect(deflate: deflate);
        client.Subscribe(Command(channel, filter, maxRate, snapshot, resume)).ShouldBeNull();
        await SoonAsync(() => transport.Of("subscribed").Count == 1);
        return (client, transport);
    }

    public static SubscribeCommand Command(string channel, string? filter = null, double? maxRate = null, bool snapshot = false, ResumePoint? resume = null) =>
        new(default, [.. channel.Split(' ').Select(ChannelPattern.Parse)], filter is null ? null : RealtimeFilter.Parse(filter), maxRate, snapshot, resume);

    public long Publish(string json = "1", string channel = "flows", string? key = null) => Hub.Publish(channel, Encoding.UTF8.GetBytes(json), key);

    public void Publish(int count, string channel = "flows")
    {
        for (var i = 0; i < count; i++)
        {
            Publish($"{i}", channel);
        }
    }

    /// <summary>Lets the flush window pass.</summary>
    public void Pass(double milliseconds = 10) => Clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Waits, while the clock stands still, for what the flushers and the thread pool are about to do. Quick where <see cref="Eventually"/> would sleep.</summary>
    public Task SoonAsync(Func<bool> condition) => RepeatAsync(() => { }, condition);

    /// <summary>Lets flush windows pass until it is so.</summary>
    public Task PassUntilAsync(Func<bool> condition) => RepeatAsync(() => Pass(), condition);

    /// <summary>Waits until no flusher is at work: what could be sent without waiting is sent.</summary>
    public async Task SettleAsync()
    {
        for (var i = 0; Hub.IsFlushing; i++)
        {
            if (_work.TryDequeue(out var work))
            {
                work.Execute();
            }
            else
            {
                await YieldAsync(i);
            }
        }
    }

    public void Dispose() => Hub.Dispose();

    private async Task RepeatAsync(Action step, Func<bool> condition)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; !condition(); i++)
        {
            if (Stopwatch.GetElapsedTime(start) > Eventually.Bound)
            {
                throw new TimeoutException($"Not true within {Eventually.Bound}.");
            }

            step();
            await SettleAsync();
            if (i > 0)
            {
                await YieldAsync(i);
            }
        }
    }

    /// <summary>Lets others run: at once for some time, then every few milliseconds, since a machine that is that busy is not helped by asking.</summary>
    private static async Task YieldAsync(int turn)
    {
        const int Patience = 100;
        if (turn < Patience)
        {
            await Task.Yield();
        }
        else
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }
}
