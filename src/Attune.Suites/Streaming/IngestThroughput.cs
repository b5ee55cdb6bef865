using System.Diagnostics;
using Attune.Events;
using Attune.Lab.Benchmarks;
using Attune.Server.Ingest;
using Attune.Storage;

namespace Attune.Suites.Streaming;

/// <summary>Events stored, windowed and handed to the feed, as fast as it goes. The time ends when the last window is stored.</summary>
internal sealed class IngestThroughput() : WindowedBenchmark("ingest_throughput", "Events through the whole ingest: durable, in stored windows, serialised for the feed", events: 100_000)
{
    private IngestUnderTest? _ingest;
    private int _runs;

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("events/s", Better.Higher);

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { Iterations = 5, WarmupIterations = 1 };

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await base.SetUpAsync(context, cancellationToken);
        _ingest = new IngestUnderTest(context.WorkFolder);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        TakeFlows();
        var name = $"run-{++_runs}";
        var stream = await _ingest!.Pipeline.OpenAsync(name, IngestMode.Live, cancellationToken);
        var batches = Flows.Chunk(StreamRun.BatchSize).Select(flows => new EventBatch(name, flows, [], [])).ToList();
        var acknowledged = new List<Task<AppendResult>>(batches.Count);
        var start = Stopwatch.GetTimestamp();
        foreach (var batch in batches)
        {
            acknowledged.Add(await stream.EnqueueAsync(batch, cancellationToken: cancellationToken));
        }

        await Task.WhenAll(acknowledged);
        await stream.CompleteAsync();
        context.Report(OperationsPerRun / Stopwatch.GetElapsedTime(start).TotalSeconds);
        await _ingest.Pipeline.CloseAsync(stream);
        Check(context, await StoredWindowsAsync(name, cancellationToken));
        var rows = (await _ingest.Storage.Events.CountRowsAsync(name, cancellationToken)).Flows;
        context.ReportQuality("rows_stored", rows / (double)OperationsPerRun);
        if (rows != OperationsPerRun || stream.LateEvents != 0)
        {
            throw new InvalidOperationException($"{rows} of {OperationsPerRun} events were stored, {stream.LateEvents} were late.");
        }
    }

    public override async ValueTask TearDownAsync(BenchmarkContext context)
    {
        if (_ingest is not null)
        {
            await _ingest.DisposeAsync();
        }
    }

    private async Task<IReadOnlyList<WindowResult>> StoredWindowsAsync(string stream, CancellationToken cancellationToken)
    {
        var windows = new List<WindowResult>();
        var query = new WindowQuery { Stream = stream, Limit = WindowQuery.MaxLimit, SourcesPerWindow = int.MaxValue };
        do
        {
            var page = await _ingest!.Storage.Events.GetWindowsAsync(query, cancellationToken);
            windows.AddRange(page.Items);
            query = query with { After = page.Next };
        }
        while (query.After is not null);
        return windows;
    }
}
