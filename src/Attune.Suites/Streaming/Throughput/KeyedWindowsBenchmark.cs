using Attune.Lab.Benchmarks;
using Attune.Streaming.Aggregates;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Windows;
using Attune.Suites.Workloads;

namespace Attune.Suites.Streaming.Throughput;

/// <summary>Events from memory through a whole pipeline into windows with count, sum, mean, extremes and standard deviation; every pane of every run is compared with the naive model.</summary>
/// <param name="name">Name of the row.</param>
/// <param name="description">What is measured.</param>
/// <param name="keys">Keys, by Zipf's law.</param>
/// <param name="disorder">How far out of order events come; also the bound of the watermark.</param>
/// <param name="aim">The least figure; null for none of its own.</param>
internal abstract class KeyedWindowsBenchmark(string name, string description, int keys, TimeSpan disorder, BenchmarkTarget? aim)
    : RoomBenchmark(StreamingSuite.Name, name, description, aim)
{
    private int _count = 5_000_000;
    private PaneSink _sink = new(0);

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("events/s", Better.Higher);

    public sealed override long OperationsPerRun => _count;

    /// <summary>The events of a run.</summary>
    protected Reading[] Events { get; private set; } = [];

    /// <summary>What the windows have to come to.</summary>
    protected IReadOnlyDictionary<(int Key, long Start), NaiveStatistics> Expected { get; private set; } = new Dictionary<(int, long), NaiveStatistics>();

    /// <summary>The windows.</summary>
    protected abstract WindowShape Shape { get; }

    /// <summary>Step of the watermark.</summary>
    protected virtual TimeSpan Step => TimeSpan.FromSeconds(1);

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { MemoryLimitMb = Math.Max(options.MemoryLimitMb, 4000) };

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _count = context.Parameter("events", _count, 1, 20_000_000);
        Events = Readings.Create(_count, keys, disorder);
        Expected = Model(Events);
        _sink = new PaneSink(Expected.Count);
        return ValueTask.CompletedTask;
    }

    public override ValueTask TearDownAsync(BenchmarkContext context)
    {
        (Events, Expected, _sink) = ([], new Dictionary<(int, long), NaiveStatistics>(), new PaneSink(0));
        return ValueTask.CompletedTask;
    }

    /// <summary>What the windows of the events have to come to.</summary>
    protected abstract Dictionary<(int Key, long Start), NaiveStatistics> Model(Reading[] events);

    /// <summary>Runs the pipeline over all events and checks its panes, outside the time.</summary>
    /// <returns>What it took.</returns>
    /// <exception cref="InvalidOperationException">The panes are not those of the model.</exception>
    protected async Task<PipelineCost> RunPipelineAsync(BenchmarkContext context, int partitions, CancellationToken cancellationToken)
    {
        _sink.Clear();
        var time = StreamTimes.From<Reading>(reading => new DateTime(reading.Time, DateTimeKind.Utc), disorder) with { Step = Step };
        var pipeline = Pipeline.From(new MemorySource<Reading>(Events, "readings"), time)
            .KeyBy(reading => reading.Key)
            .Window(Shape)
            .Aggregate(reading => reading.Value, Aggregates.Statistics())
            .To(Name, _sink);
        var cost = await PipelineCost.OfAsync(_count, () => pipeline.RunAsync(new PipelineOptions { Partitions = partitions }, cancellationToken));
        var difference = _sink.Difference(Expected);
        context.ReportQuality("panes_equal", difference is null ? 1 : 0);
        return difference is null ? cost : throw new InvalidOperationException($"The windows are not those of the naive model: {difference}.");
    }
}
