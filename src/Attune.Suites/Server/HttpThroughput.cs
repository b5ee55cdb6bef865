using Attune.Lab.Benchmarks;
using Attune.Lab.Load;
using Attune.Suites.Workloads;

namespace Attune.Suites.Server;

/// <summary>A figure of callers that send one request after the other.</summary>
internal sealed class HttpThroughput(string name, string description, string unit, Better better, SharedRuns<LoadResult> runs, Func<LoadResult, double> figure)
    : HttpBenchmark(name, description)
{
    private readonly SharedRuns<LoadResult>.Cursor _seen = new();
    private int _requests;
    private int _callers;

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported(unit, better);

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { Iterations = 5, WarmupIterations = 1 };

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _requests = context.Parameter("requests", 5000, 1, 10_000_000);
        _callers = context.Parameter("concurrency", 32, 1, 1000);
        return base.SetUpAsync(context, cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var run = await runs.NextAsync(_seen, context, () => Traffic.BackToBackAsync(_requests, _callers, cancellationToken));
        context.Report(figure(run));
        context.ReportQuality("succeeded", 1 - (ApiTraffic.FailedPercent(run) / 100));
        context.ReportQuality("latency_p99_ms", run.Latency.Percentile(99) * 1e3);
    }
}
