using Attune.Measurement;

namespace Attune.Suites.Realtime.Listeners;

/// <summary>Clients that are measured together.</summary>
internal sealed class ListenerGroup : IDisposable
{
    private const int AtOnce = 64;
    private const int ActiveBuffer = 16 << 10;
    private const int IdleBuffer = 1024;

    /// <summary>Of clients that receive deflated frames one in so many inflates them, so that the listeners' own cost does not decide.</summary>
    private const int SampleOfDeflated = 16;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    private readonly LatencyHistogram _latencies = new();
    private readonly FeedSocket[] _sockets;

    private ListenerGroup(int clients) => _sockets = new FeedSocket[clients];

    /// <summary>Connects the clients of a group, 64 at once.</summary>
    public static async Task<ListenerGroup> ConnectAsync(ListenerCommand command, CancellationToken cancellationToken)
    {
        var group = new ListenerGroup(command.Clients);
        try
        {
            await Parallel.ForAsync(0, command.Clients, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (i, token) =>
                group._sockets[i] = await FeedSocket.ConnectAsync(
                    command, Subscriptions.Of(command, i), new MessageTally(group._latencies), reads: !command.Deflate || i % SampleOfDeflated == 0,
                    command.Group == ListenerCommand.Active ? ActiveBuffer : IdleBuffer, stalls: command.Group == ListenerCommand.Stalled, token));
            return group;
        }
        catch
        {
            group.Dispose();
            throw;
        }
    }

    /// <summary>Forgets what came so far. Nothing may be under way.</summary>
    public void Begin()
    {
        _latencies.Reset();
        foreach (var socket in _sockets)
        {
            socket.Reset();
        }
    }

    /// <summary>Waits until each reader has received so many messages, or all together.</summary>
    public async Task<ListenerReport> FinishAsync(ListenerCommand command, CancellationToken cancellationToken)
    {
        var readers = _sockets.Where(socket => socket.Reads).ToList();
        var complete = await UntilAsync(
            () => command.Total > 0 ? readers.Sum(socket => socket.Tally.Received) >= command.Total : readers.TrueForAll(socket => socket.Tally.Received >= command.Messages),
            TimeSpan.FromSeconds(command.Seconds), cancellationToken);
        return Report(complete);
    }

    /// <summary>Lets clients that stopped reading go on until the server has closed all of them.</summary>
    public async Task<ListenerReport> DrainAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        foreach (var socket in _sockets)
        {
            socket.Resume();
        }

        return Report(await UntilAsync(() => Array.TrueForAll(_sockets, socket => socket.IsClosed), limit, cancellationToken));
    }

    public void Dispose()
    {
        foreach (var socket in _sockets)
        {
            socket?.Dispose();
        }
    }

    private static async Task<bool> UntilAsync(Func<bool> condition, TimeSpan limit, CancellationToken cancellationToken)
    {
        var end = TimeProvider.System.GetTimestamp() + (long)(limit.TotalSeconds * TimeProvider.System.TimestampFrequency);
        while (!condition())
        {
            if (TimeProvider.System.GetTimestamp() >= end)
            {
                return false;
            }

            await Task.Delay(Poll, cancellationToken);
        }

        return true;
    }

    private ListenerReport Report(bool complete)
    {
        var (latencies, readers) = (_latencies.Snapshot(), _sockets.Where(socket => socket.Reads).ToList());
        return new ListenerReport
        {
            Readers = readers.Count,
            Received = readers.Sum(socket => socket.Tally.Received),
            Lost = readers.Sum(socket => socket.Tally.Lost),
            Disordered = readers.Sum(socket => socket.Tally.Disordered),
            Closed = _sockets.Count(socket => socket.IsClosed),
            ClosedAsSlow = _sockets.Count(socket => socket.ClosedAsSlow),
            IsComplete = complete,
            Deflate = Array.TrueForAll(_sockets, socket => socket.Deflate),
            P50 = Milliseconds(latencies.Percentile(50)),
            P95 = Milliseconds(latencies.Percentile(95)),
            P99 = Milliseconds(latencies.Percentile(99)),
            Max = Milliseconds(latencies.Max),
            WireBytes = readers.Sum(socket => socket.WireBytes),
            PlainBytes = readers.Sum(socket => socket.PlainBytes),
        };
    }

    /// <summary>JSON has no NaN; without messages there is nothing to read anyway.</summary>
    private static double Milliseconds(double seconds) => double.IsNaN(seconds) ? 0 : seconds * 1e3;
}
