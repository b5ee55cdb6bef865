using System.Diagnostics;
using Attune.Lab.Benchmarks;
using Attune.Streaming;

namespace Attune.Suites.Streaming;

/// <summary>The windows alone, with a partition for each core.</summary>
internal sealed class WindowedThroughput : WindowedBenchmark
{
    private IReadOnlyList<IReadOnlyList<StreamRecord>> _batches = [];

    public WindowedThroughput()
        : base("windowed_throughput", "Events through partitions into windows by source and protocol, without the ledger", events: 200_000) =>
        Peer = new NaiveWindowsPeer(StreamRun.WindowSize, () => Flows);

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("events/s", Better.Higher);

    public override Peer Peer { get; }

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await base.SetUpAsync(context, cancellationToken);
        _batches = [.. Flows.Select(flow => new StreamRecord(flow)).Chunk(StreamRun.BatchSize)];
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await using var run = new StreamRun(new StreamingOptions());
        var start = Stopwatch.GetTimestamp();
        foreach (var batch in _batches)
        {
            await run.SendAsync(batch, cancellationToken);
        }

        var windows = await run.CloseAsync(cancellationToken);
        context.Report(OperationsPerRun / Stopwatch.GetElapsedTime(start).TotalSeconds);
        Check(context, windows);
    }
}
