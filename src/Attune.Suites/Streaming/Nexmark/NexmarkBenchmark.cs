using Attune.Lab.Benchmarks;
using Attune.Streaming.Pipelines;
using Attune.Suites.Streaming.Throughput;
using Attune.Suites.Workloads;

namespace Attune.Suites.Streaming.Nexmark;

/// <summary>Events a second and core of one query: events from memory in order, a watermark 4 s behind as in Flink's configuration, one worker.</summary>
/// <remarks>
/// A core is a second of the whole process's processor time, so that helping threads count. Before it is measured, the query's rows over a
/// prefix of the events, in order and shuffled, are compared with those of the model, and a difference is a failure.
/// </remarks>
internal sealed class NexmarkBenchmark : RoomBenchmark
{
    private const int CheckedEvents = 20_000;

    private static readonly TimeSpan Lateness = TimeSpan.FromSeconds(4);

    private readonly NexmarkQuery _query;
    private int _count = 2_000_000;
    private NexmarkEvent[] _events = [];
    private long _rows = -1;

    /// <summary>A row for <paramref name="query"/>.</summary>
    public NexmarkBenchmark(NexmarkQuery query)
        : base(
            StreamingSuite.Name, $"nexmark_{query}",
            $"Nexmark {query}, {query.Description}: events a second and core, in memory; Flink's published figure is 3×8 cores with RocksDB and exactly-once",
            FlinkRates.Of(query) is { } rate ? StreamingAims.TimesFlink(rate) : null)
    {
        _query = query;
        Peer = FlinkRates.Of(query) is { } published
            ? new PublishedPeer("Flink, Nexmark per core", published, "a published figure: 3 workers of 8 cores, state in RocksDB, exactly-once; ours is in memory on one")
            : null;
    }

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("events/s", Better.Higher);

    public override long OperationsPerRun => _count;

    public override Peer? Peer { get; }

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _count = context.Parameter("events", _count, 1, 20_000_000);
        _rows = -1;
        var settings = new NexmarkSettings { EventsPerSecond = context.Parameter("rate", new NexmarkSettings().EventsPerSecond, 1, 10_000_000) };
        _events = new NexmarkGenerator(settings).Take(_count);
        await CheckAsync(context, cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var cost = await PipelineCost.RepeatAsync(() => RunPipelineAsync(cancellationToken));
        context.Report(cost.RatePerCore);
        cost.Describe(context);
        context.ReportQuality("events_per_second", cost.Rate);
        context.ReportQuality("rows", _rows);
    }

    public override ValueTask TearDownAsync(BenchmarkContext context)
    {
        _events = [];
        return ValueTask.CompletedTask;
    }

    private async Task<PipelineCost> RunPipelineAsync(CancellationToken cancellationToken)
    {
        var rows = 0L;
        var cost = await PipelineCost.OfAsync(_count, async () => rows = await _query.CountAsync(_events, Lateness, new PipelineOptions(), cancellationToken));
        if (_rows >= 0 && rows != _rows)
        {
            throw new InvalidOperationException($"There were {rows} rows, and {_rows} the time before.");
        }

        _rows = rows;
        return cost;
    }

    private async Task CheckAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        // So slow that the prefix spans many windows.
        var generator = new NexmarkGenerator(new NexmarkSettings { EventsPerSecond = 200, Seed = 2 });
        var count = Math.Min(_count, CheckedEvents);
        var difference = await _query.DifferenceAsync(generator.Take(count), TimeSpan.Zero, new PipelineOptions(), cancellationToken)
            ?? await _query.DifferenceAsync(generator.TakeShuffled(count, Lateness), Lateness, new PipelineOptions(), cancellationToken);
        context.ReportQuality("rows_equal", difference is null ? 1 : 0);
        if (difference is not null)
        {
            throw new InvalidOperationException($"The rows of {_query} are not those of the naive model: {difference}.");
        }
    }
}
