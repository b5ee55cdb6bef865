using Attune.Lab.Benchmarks;
using Attune.Lab.Load;

namespace Attune.Suites.Load;

/// <summary>How far the rate of an open model is from what was asked for.</summary>
internal sealed class RateErrorBenchmark : EndpointBenchmark
{
    private const double Rate = 20_000;

    public RateErrorBenchmark()
        : base("open_loop_rate_error", "Distance of the achieved rate from 20,000 requests/s, as a share of it")
    {
    }

    public override BenchmarkFigure Figure => BenchmarkFigure.Reported("ratio", Better.Lower);

    public override BenchmarkTarget Target => new(0.01, "issue 3, load generator");

    protected override LoadModel Model(TimeSpan time) => OpenModel.At(Rate, time);

    protected override double Judge(LoadResult result, BenchmarkContext context)
    {
        context.ReportQuality("not_sent", result.NotSent);
        context.ReportQuality("p50_ms", result.Latency.Percentile(50) * 1e3);
        context.ReportQuality("p99_ms", result.Latency.Percentile(99) * 1e3);
        var whole = result.Timeline.Where(second => second.OfferedRate is not null).SkipLast(1).Select(second => Math.Abs(second.Requests - Rate) / Rate).DefaultIfEmpty();
        context.ReportQuality("worst_second_error", whole.Max());
        return Math.Abs(result.RequestsPerSecond - Rate) / Rate;
    }
}
