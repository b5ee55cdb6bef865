using Attune.Measurement;

namespace Attune.Suites.Realtime.Listeners;

/// <summary>Clients that come, subscribe, go on where they were, stop reading and leave, politely or not: so many at a time, for some time.</summary>
internal sealed class ClientChurn(ListenerCommand command)
{
    private const int Buffer = 4096;
    private const int StallsOneIn = 8;
    private const int ResumesOneIn = 3;
    private const int ShortestMs = 20;
    private const int LongestMs = 400;

    /// <summary>Long enough that the kernel's buffers fill and the server gives up.</summary>
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(3);

    private readonly LatencyHistogram _latencies = new();
    private int _sessions;
    private int _ended;
    private long _received;
    private long _disordered;

    /// <summary>Runs until the time is over and all clients have left.</summary>
    public async Task<ListenerReport> RunAsync(CancellationToken cancellationToken)
    {
        var end = TimeProvider.System.GetTimestamp() + (long)(command.Seconds * TimeProvider.System.TimestampFrequency);
        await Task.WhenAll(Enumerable.Range(0, command.Clients).Select(lane => Task.Run(() => ComeAndGoAsync(new Random(lane), end, cancellationToken), cancellationToken)));
        return new ListenerReport { IsComplete = true, Sessions = _sessions, Received = _received, Disordered = _disordered, Closed = _ended };
    }

    private async Task ComeAndGoAsync(Random random, long end, CancellationToken cancellationToken)
    {
        var confirmation = "";
        while (TimeProvider.System.GetTimestamp() < end)
        {
            var subscription = Subscriptions.Resuming(random.Next(ResumesOneIn) == 0 ? confirmation : "");
            var stalls = random.Next(StallsOneIn) == 0;
            using var client = await FeedSocket.ConnectAsync(command, subscription, new MessageTally(_latencies), reads: true, Buffer, stalls, cancellationToken);
            confirmation = client.Confirmation;
            await Task.Delay(stalls ? Stall : TimeSpan.FromMilliseconds(random.Next(ShortestMs, LongestMs)), cancellationToken);
            if (stalls)
            {
                // What the server did meanwhile shows when the client reads again.
                client.Resume();
                await Task.Delay(ShortestMs, cancellationToken);
            }

            if (random.Next(2) == 0 && !client.IsClosed)
            {
                await LeaveAsync(client, cancellationToken);
            }

            Count(client);
        }
    }

    private static async Task LeaveAsync(FeedSocket client, CancellationToken cancellationToken)
    {
        try
        {
            await client.SendAsync(ClientFrames.Frame(ClientFrames.Close, [0x03, 0xe8]), cancellationToken);
        }
        catch (System.Net.Sockets.SocketException)
        {
            // The server was faster.
        }
    }

    private void Count(FeedSocket client)
    {
        Interlocked.Increment(ref _sessions);
        Interlocked.Add(ref _ended, client.IsClosed ? 1 : 0);
        Interlocked.Add(ref _received, client.Tally.Received);
        Interlocked.Add(ref _disordered, client.Tally.Disordered);
    }
}
