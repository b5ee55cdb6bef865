using System.Diagnostics;
using Attune.Events;
using Attune.Lab.Benchmarks;

namespace Attune.Suites.Streaming;

/// <summary>One thread for each core, each adding its share of the events to <see cref="NaiveWindows"/>.</summary>
internal sealed class NaiveWindowsPeer(TimeSpan size, Func<Flow[]> flows) : Peer("a lock around a Dictionary, one thread a core")
{
    public override async ValueTask<double> MeasureAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var (events, windows, threads) = (flows(), new NaiveWindows(size), Environment.ProcessorCount);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(
            () =>
            {
                for (var i = thread; i < events.Length; i += threads)
                {
                    windows.Add(events[i]);
                }
            },
            cancellationToken)));
        return events.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
