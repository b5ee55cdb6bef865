using System.Diagnostics;
using Attune.Lab.Benchmarks;
using Attune.Suites.Realtime.Feeds;
using Attune.Suites.Realtime.Listeners;

namespace Attune.Suites.Realtime.Crowds;

/// <summary>A feed with its clients: two child processes, started when they are first needed and killed at the end.</summary>
internal sealed class Crowd(CrowdSetup setup) : IAsyncDisposable
{
    private const int WarmUpMessages = 100;

    /// <summary>How long what was published may take to arrive. Beyond it the run is judged by what has arrived.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private FeedProcess? _feed;
    private ListenerProcess? _listeners;

    // When the clients on the busy channel had received some messages, before idle ones came.
    private long _memoryBeforeIdle;

    /// <summary>The server; there is one once the crowd is started.</summary>
    public FeedProcess Feed => _feed ?? throw new InvalidOperationException("The feed is not running.");

    /// <summary>Starts server and clients, if they do not run.</summary>
    public async Task StartAsync(BenchmarkContext context, double rate, CancellationToken cancellationToken)
    {
        if (_feed is not null)
        {
            return;
        }

        _feed = await FeedProcess.StartAsync(context, setup.Kind, setup.PayloadBytes, setup.Deflate, setup.Options, cancellationToken);
        _listeners = ListenerProcess.Start(context);
        await ConnectAsync(ListenerCommand.Active, setup.Clients, FeedChannels.Busy, cancellationToken);
        if (setup.Clients > 0)
        {
            await WarmUpAsync(context, rate, cancellationToken);
        }

        _memoryBeforeIdle = _feed.MemoryBytes;
        await ConnectAsync(ListenerCommand.Idle, setup.Idle, FeedChannels.Quiet, cancellationToken);
        await ConnectAsync(ListenerCommand.Stalled, setup.Stalled, FeedChannels.Busy, cancellationToken);
    }

    /// <summary>Publishes at a steady rate and waits until all has arrived. A crowd that has not received everything in time is stopped: the next run starts another.</summary>
    public async Task<CrowdRun> MeasureAsync(BenchmarkContext context, int messages, double rate, CancellationToken cancellationToken)
    {
        await StartAsync(context, rate, cancellationToken);
        var run = await PublishAsync(messages, rate, cancellationToken);
        if (!run.Report.IsComplete)
        {
            await DisposeAsync();
        }

        return run;
    }

    /// <summary>Waits until the server has let the stalled clients go, as long as it may take.</summary>
    public async Task AwaitGoneAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < limit && (await Feed.StateAsync(cancellationToken)).Clients > setup.Clients + setup.Idle;)
        {
            await Task.Delay(Poll, cancellationToken);
        }
    }

    /// <summary>Lets the stalled clients read until they are closed.</summary>
    public Task<ListenerReport> DrainAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        AskAsync(new ListenerCommand(ListenerCommand.Drain, ListenerCommand.Stalled) { Seconds = limit.TotalSeconds }, cancellationToken);

    /// <summary>Asks the clients' process.</summary>
    public Task<ListenerReport> AskAsync(ListenerCommand command, CancellationToken cancellationToken) =>
        (_listeners ?? throw new InvalidOperationException("The clients are not running.")).AskAsync(command, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        var (feed, listeners) = (_feed, _listeners);
        (_feed, _listeners) = (null, null);
        if (listeners is not null)
        {
            await listeners.DisposeAsync();
        }

        if (feed is not null)
        {
            await feed.DisposeAsync();
        }
    }

    private async Task WarmUpAsync(BenchmarkContext context, double rate, CancellationToken cancellationToken)
    {
        await using var check = setup.Kind == FeedKind.SignalR ? await SignalRClient.ConnectAsync(context, Feed.Port, cancellationToken) : null;
        await PublishAsync(WarmUpMessages, rate, cancellationToken);
        if (check is not null)
        {
            await check.ExpectAsync(context, WarmUpMessages, cancellationToken);
        }
    }

    private async Task<CrowdRun> PublishAsync(int messages, double rate, CancellationToken cancellationToken)
    {
        await AskAsync(new ListenerCommand(ListenerCommand.Begin), cancellationToken);
        var (start, cpu, listenerCpu) = (Stopwatch.GetTimestamp(), Feed.Cpu, _listeners!.Cpu);
        await Feed.PublishAsync(messages, rate, cancellationToken);
        var report = await AskAsync(new ListenerCommand(ListenerCommand.Finish) { Messages = messages, Seconds = Patience.TotalSeconds }, cancellationToken);
        var (elapsed, memory) = (Stopwatch.GetElapsedTime(start), Feed.MemoryBytes);
        return new CrowdRun(report, setup.Clients, messages, Feed.Cpu - cpu, _listeners.Cpu - listenerCpu, elapsed)
        {
            Idle = setup.Idle, Memory = memory, IdleMemory = Math.Max(0, memory - _memoryBeforeIdle),
        };
    }

    private async Task ConnectAsync(string group, int clients, string channel, CancellationToken cancellationToken)
    {
        if (clients > 0)
        {
            await AskAsync(
                new ListenerCommand(ListenerCommand.Connect, group) { Kind = setup.Kind, Port = Feed.Port, Clients = clients, Channel = channel, Deflate = setup.Deflate }, cancellationToken);
        }
    }
}
