using System.Diagnostics;
using System.Reactive;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Attune.Lab.Benchmarks;

namespace Attune.Suites.Streaming.Throughput;

/// <summary>System.Reactive's <c>Window</c> with one accumulator in each window, pushed by a loop that opens a window when an event's time has reached its end.</summary>
/// <remarks>It has neither watermarks nor late events: events must come in order of time. The accumulator keeps plain running sums, the cheapest that give all six figures.</remarks>
internal sealed class ReactiveWindowsPeer(TimeSpan size, Func<Reading[]> readings, Func<IReadOnlyDictionary<(int Key, long Start), NaiveStatistics>> expected)
    : Peer("System.Reactive 6.0.1 Window, one accumulator")
{
    public override ValueTask<double> MeasureAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var (events, windows) = (readings(), new List<NaiveStatistics>());
        var start = Stopwatch.GetTimestamp();
        Run(events, windows);
        var rate = events.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
        var sums = expected().OrderBy(pane => pane.Key.Start).Select(pane => pane.Value.Sum);
        return sums.SequenceEqual(windows.Where(window => window.Count > 0).Select(window => window.Sum))
            ? ValueTask.FromResult(rate)
            : throw new InvalidOperationException("System.Reactive's windows are not those of the naive model.");
    }

    private void Run(Reading[] events, List<NaiveStatistics> windows)
    {
        using var values = new Subject<double>();
        using var boundaries = new Subject<Unit>();
        using var subscription = values.Window(boundaries).Subscribe(window =>
        {
            var accumulator = new Accumulator();
            window.Subscribe(accumulator.Add, () => windows.Add(accumulator.Statistics));
        });
        var end = (events[0].Time / size.Ticks * size.Ticks) + size.Ticks;
        foreach (ref readonly var item in events.AsSpan())
        {
            while (item.Time >= end)
            {
                boundaries.OnNext(Unit.Default);
                end += size.Ticks;
            }

            values.OnNext(item.Value);
        }

        values.OnCompleted();
    }

    private sealed class Accumulator
    {
        private NaiveStatistics _statistics = new();

        public NaiveStatistics Statistics => _statistics;

        public void Add(double value) => _statistics.Add(value);
    }
}
