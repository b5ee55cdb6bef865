using Attune.Realtime.Wire;

namespace Attune.Realtime.Sessions;

/// <summary>Looks after all clients once a second, so that none of them needs a timer: heartbeats, and everything that has a limit in time.</summary>
internal sealed class Sweep : IDisposable
{
    private static readonly ReadOnlyMemory<byte> Ping = WebSocketFrames.Ping();

    private readonly RealtimeHub _hub;
    private readonly ITimer _timer;
    private int _isRunning;

    public Sweep(RealtimeHub hub, TimeSpan period)
    {
        _hub = hub;
        _timer = hub.Settings.Time.CreateTimer(static state => ((Sweep)state!).Run(), this, period, period);
    }

    public void Dispose() => _timer.Dispose();

    private void Run()
    {
        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
        {
            return;
        }

        try
        {
            foreach (var client in _hub.Clients)
            {
                Look(client);
            }

            _hub.Directory.Sweep();
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }

    private void Look(HubClient client)
    {
        var (options, time) = (_hub.Options, _hub.Settings.Time);
        var now = time.GetTimestamp();
        if (client.IsOverdue(now))
        {
            client.Abort();
        }
        else if (client.IsClosing)
        {
            return;
        }
        else if (client.Outbox.IsStalled(now, _hub.Ticks(options.SlowClientTimeout)))
        {
            client.CloseSlow();
        }
        else if (client.Identity is null && time.GetElapsedTime(client.ConnectedAt, now) >= options.AuthenticationTimeout)
        {
            client.Close(CloseCodes.PolicyViolation, "No authentication in time.");
        }
        else if (client.Identity?.Expires is { } expires && expires <= time.GetUtcNow())
        {
            client.Close(CloseCodes.PolicyViolation, "The token has expired.");
        }
        else if (client.LastHeard is not null)
        {
            Beat(client, client.LastHeard(), now);
        }
    }

    private void Beat(HubClient client, long heard, long now)
    {
        var (options, time) = (_hub.Options, _hub.Settings.Time);
        var quiet = time.GetElapsedTime(heard, now);
        if (quiet >= options.KeepAlive * 2)
        {
            client.Abort();
        }
        else if (client.Subscriptions.Count == 0 && time.GetElapsedTime(client.LastCommand, now) >= options.IdleTimeout)
        {
            client.Close(CloseCodes.PolicyViolation, "Nothing was asked for.");
        }
        else if (quiet >= options.KeepAlive && time.GetElapsedTime(Math.Max(client.LastPing, heard), now) >= options.KeepAlive)
        {
            client.LastPing = now;
            client.Outbox.Control(Ping);
        }
    }
}
