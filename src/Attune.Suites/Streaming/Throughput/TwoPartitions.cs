using Attune.Lab.Benchmarks;
using Attune.Streaming.Windows;

namespace Attune.Suites.Streaming.Throughput;

/// <summary>What a second worker brings: each measurement runs with one and with two, in the order one, two, two, one.</summary>
internal sealed class TwoPartitions() : KeyedWindowsBenchmark(
    "two_partitions", "Rate of tumbling_keyed with two workers as a multiple of that with one", keys: 10_000, TimeSpan.FromMilliseconds(100), StreamingAims.TwoPartitions)
{
    private static readonly TimeSpan Size = TimeSpan.FromSeconds(1);

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("ratio", Better.Higher);

    public override string? Unavailable => Environment.ProcessorCount < 2 ? "there is only one processor" : null;

    protected override WindowShape Shape { get; } = new TumblingWindows(Size);

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var one = await RunAsync(context, partitions: 1, cancellationToken);
        var two = await RunAsync(context, partitions: 2, cancellationToken);
        two += await RunAsync(context, partitions: 2, cancellationToken);
        one += await RunAsync(context, partitions: 1, cancellationToken);
        context.Report(two.Rate / one.Rate);
        two.Describe(context);
        context.ReportQuality("events_per_second_core_one", one.RatePerCore);
        context.ReportQuality("events_per_second_core_two", two.RatePerCore);
        context.ReportQuality("events_per_second_one", one.Rate);
        context.ReportQuality("events_per_second_two", two.Rate);
    }

    protected override Dictionary<(int Key, long Start), NaiveStatistics> Model(Reading[] events) => NaivePanes.Tumbling(events, Size);

    private Task<PipelineCost> RunAsync(BenchmarkContext context, int partitions, CancellationToken cancellationToken) =>
        PipelineCost.RepeatAsync(() => RunPipelineAsync(context, partitions, cancellationToken));
}
