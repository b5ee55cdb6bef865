using Attune.Lab.Benchmarks;
using Attune.Streaming.Windows;

namespace Attune.Suites.Streaming.Throughput;

/// <summary>Bytes that the whole process allocates for each event of <c>tumbling_keyed</c>.</summary>
internal sealed class AllocatedBytes() : KeyedWindowsBenchmark(
    "allocated_bytes_per_event", "Bytes allocated for each event of tumbling_keyed by the whole process, the start of the pipeline included", keys: 10_000, TimeSpan.FromMilliseconds(100), aim: null)
{
    private static readonly TimeSpan Size = TimeSpan.FromSeconds(1);

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("bytes", Better.Lower);

    protected override WindowShape Shape { get; } = new TumblingWindows(Size);

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var cost = await RunPipelineAsync(context, partitions: 1, cancellationToken);
        context.Report(cost.AllocatedBytes / (double)cost.Events);
        cost.Describe(context);
    }

    protected override Dictionary<(int Key, long Start), NaiveStatistics> Model(Reading[] events) => NaivePanes.Tumbling(events, Size);
}
