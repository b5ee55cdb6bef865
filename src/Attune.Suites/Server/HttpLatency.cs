using Attune.Lab.Benchmarks;
using Attune.Lab.Load;
using Attune.Suites.Workloads;

namespace Attune.Suites.Server;

/// <summary>A percentile of the API's latency at a fixed rate.</summary>
internal sealed class HttpLatency(string prefix, double percentile, SharedRuns<LoadResult> runs, string? profile = null, int rate = 1000) : HttpBenchmark(
    $"{prefix}_latency_p{percentile}", $"{percentile} % of API requests at {rate:N0} a second{(profile is null ? "" : $", with the {profile} profile")}: from their due time to the answer", profile)
{
    private readonly SharedRuns<LoadResult>.Cursor _seen = new();
    private int _rate = rate;
    private int _requests;

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("ms", Better.Lower);

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { Iterations = 5, WarmupIterations = 1 };

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _rate = context.Parameter("rate", _rate, 1, 1_000_000);
        _requests = context.Parameter("requests", 2 * _rate, 1, 10_000_000);
        return base.SetUpAsync(context, cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var run = await runs.NextAsync(_seen, context, () => Traffic.AtRateAsync(_requests, _rate, cancellationToken));
        context.Report(run.Latency.Percentile(percentile) * 1e3);
        context.ReportQuality("succeeded", 1 - (ApiTraffic.FailedPercent(run) / 100));
    }
}
