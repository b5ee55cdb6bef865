using System.Diagnostics;
using Attune.Lab.Benchmarks;
using Attune.Measurement;
using Attune.Server.Ingest;
using Attune.Storage;
using Attune.Suites.Workloads;

namespace Attune.Suites.Streaming;

/// <summary>How long events take through the whole ingest at a fixed rate, from the instant at which they were due: a stall delays all that follow.</summary>
internal sealed class IngestLatency(double percentile, SharedRuns<HistogramSnapshot> runs)
    : RoomBenchmark(StreamingSuite.Name, $"ingest_latency_p{percentile}", $"{percentile} % of events at 10,000 a second: from their due time until they are durable, windowed and handed to the feed")
{
    private const int TicksPerSecond = 100;

    private readonly SharedRuns<HistogramSnapshot>.Cursor _seen = new();
    private IngestUnderTest? _ingest;
    private FlowSequence? _flows;
    private int _rate;
    private int _events;
    private int _runs;

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("ms", Better.Lower);

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { Iterations = 5, WarmupIterations = 1 };

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _rate = context.Parameter("rate", 10_000, TicksPerSecond, 1_000_000);
        _events = context.Parameter("events", 2 * _rate, 1, 10_000_000);
        _flows = new FlowSequence(seed: 3, FlowSequence.Start, StreamRun.Step);
        _ingest = new IngestUnderTest(context.WorkFolder);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var latencies = await runs.NextAsync(_seen, context, () => MeasureAsync(cancellationToken));
        context.Report(latencies.Percentile(percentile) * 1e3);
        context.ReportQuality("acknowledged", latencies.Count / Math.Ceiling(_events / (double)BatchSize));
    }

    public override async ValueTask TearDownAsync(BenchmarkContext context)
    {
        if (_ingest is not null)
        {
            await _ingest.DisposeAsync();
        }
    }

    private int BatchSize => _rate / TicksPerSecond;

    private async Task<HistogramSnapshot> MeasureAsync(CancellationToken cancellationToken)
    {
        var name = $"run-{++_runs}";
        var stream = await _ingest!.Pipeline.OpenAsync(name, IngestMode.Live, cancellationToken);
        var latencies = new LatencyHistogram();
        var pace = new Pace(TicksPerSecond);
        var batches = _flows!.Take(_events).Chunk(BatchSize).Select(flows => new EventBatch(name, flows, [], [])).ToList();
        var sent = new List<Task>(batches.Count);
        foreach (var batch in batches)
        {
            var due = await pace.NextAsync(cancellationToken);
            sent.Add(SubmitAsync(batch, due));
        }

        await Task.WhenAll(sent);
        await _ingest.Pipeline.CloseAsync(stream);
        return latencies.Snapshot();

        async Task SubmitAsync(EventBatch batch, long due)
        {
            var result = await stream.SubmitAsync(batch, cancellationToken: cancellationToken);
            latencies.Record(Stopwatch.GetElapsedTime(due));
            if (result.Added != batch.Count)
            {
                throw new InvalidOperationException($"{result.Added} of {batch.Count} events were stored.");
            }
        }
    }
}
