using System.Diagnostics;
using Attune.Lab.Benchmarks;
using Attune.Suites.Realtime.Feeds;

namespace Attune.Suites.Realtime.Crowds;

/// <summary>The publication that one writes first: it asks every client whether it listens. Only the asking is timed, nothing is sent.</summary>
/// <param name="few">Clients, channels of each, channels in all.</param>
/// <param name="many">The same with many channels.</param>
internal sealed class NaiveLoop(Func<(int Clients, int OfEach, int Channels)> few, Func<(int Clients, int OfEach, int Channels)> many) : Peer("a loop over all clients")
{
    private const int Publications = 1000;

    private (HashSet<string>[] Clients, string[] Channels) _few;
    private (HashSet<string>[] Clients, string[] Channels) _many;

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        (_few, _many) = (Make(few()), Make(many()));
        return ValueTask.CompletedTask;
    }

    public override ValueTask<double> MeasureAsync(BenchmarkContext context, CancellationToken cancellationToken) => ValueTask.FromResult(Time(_many) / Time(_few));

    private static (HashSet<string>[] Clients, string[] Channels) Make((int Clients, int OfEach, int Channels) size)
    {
        var channels = Enumerable.Range(0, size.Channels).Select(FeedChannels.Numbered).ToArray();
        return ([.. Enumerable.Range(0, size.Clients).Select(client => Enumerable.Range(0, size.OfEach).Select(i => channels[((client * size.OfEach) + i) % channels.Length]).ToHashSet(StringComparer.Ordinal))], channels);
    }

    private static double Time((HashSet<string>[] Clients, string[] Channels) crowd)
    {
        var (reached, start) = (0L, Stopwatch.GetTimestamp());
        for (var i = 0; i < Publications; i++)
        {
            var channel = crowd.Channels[i % crowd.Channels.Length];
            foreach (var client in crowd.Clients)
            {
                reached += client.Contains(channel) ? 1 : 0;
            }
        }

        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return reached > 0 ? elapsed : throw new InvalidOperationException("Nobody listens.");
    }
}
