using Attune.Lab.Benchmarks;
using Attune.Measurement;
using Attune.Streaming.Aggregates;
using Attune.Streaming.Windows;
using Attune.Suites.Workloads;

namespace Attune.Suites.Streaming.Throughput;

/// <summary>Managed memory that a window operator holds for each live key, by the difference of the heap before and after; in a process of its own.</summary>
internal sealed class StateSize() : RoomBenchmark(
    StreamingSuite.Name, "state_bytes_per_key", "Managed bytes held for each of 1,000,000 live keys (64-bit) in an open window with count, sum, mean, extremes and standard deviation")
{
    private const int Chunk = 2048;

    private int _keys = 1_000_000;

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("bytes", Better.Lower);

    public override BenchmarkOptions Configure(BenchmarkOptions options) =>
        options with { Isolate = true, WarmupIterations = 0, MaxWarmupIterations = 0, Iterations = 3, MinIterationMs = 0, MemoryLimitMb = 4000 };

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _keys = context.Parameter("keys", _keys, 1, 20_000_000);
        return ValueTask.CompletedTask;
    }

    public override ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        context.Report(Measure<long>(context, key => key));
        context.ReportQuality("bytes_int_keys", Measure<int>(context, key => key));
        return ValueTask.CompletedTask;
    }

    private double Measure<TKey>(BenchmarkContext context, Func<int, TKey> keyOf)
        where TKey : notnull
    {
        var (times, keys, values) = (new long[Chunk], new TKey[Chunk], new double[Chunk]);
        var output = new SumOfPanes<TKey>();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var windows = WindowOperators.Create<TKey, double, RunningStatistics, RunningStatistics>(
            new TumblingWindows(TimeSpan.FromHours(1)), new WindowOptions(), Aggregates.Statistics(), output);
        for (var first = 0; first < _keys; first += Chunk)
        {
            var count = Math.Min(Chunk, _keys - first);
            for (var i = 0; i < count; i++)
            {
                (times[i], keys[i], values[i]) = (Readings.Start.Ticks + i, keyOf(first + i), first + i);
            }

            windows.Add(times.AsSpan(0, count), keys.AsSpan(0, count), values.AsSpan(0, count));
        }

        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        windows.AdvanceWatermark(long.MaxValue);
        context.ReportQuality("keys_found", output.Panes / (double)_keys);
        output.Check(_keys);
        return bytes / (double)_keys;
    }

    /// <summary>Counts and sums panes: what was held has to come out again.</summary>
    private sealed class SumOfPanes<TKey> : IWindowOutput<TKey, RunningStatistics>
    {
        private double _sum;

        public long Panes { get; private set; }

        public void OnPane(in Pane<TKey, RunningStatistics> pane)
        {
            Panes++;
            _sum += pane.Value.Sum;
        }

        public void OnLate(int index) => throw new InvalidOperationException("An event was late.");

        public void OnFailed(int index, Exception error) => throw new InvalidOperationException("An event failed.", error);

        public void Check(int keys)
        {
            if (Panes != keys || _sum != keys / 2.0 * (keys - 1))
            {
                throw new InvalidOperationException($"{Panes} panes with the sum {_sum} came out of {keys} keys.");
            }
        }
    }
}
