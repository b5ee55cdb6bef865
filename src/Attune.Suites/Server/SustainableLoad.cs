using Attune.Lab.Benchmarks;
using Attune.Lab.Stress;

namespace Attune.Suites.Server;

/// <summary>The guide's stress test: callers at once, more and more, until fewer than 95 % of requests succeed or 5 % take longer than a second.</summary>
internal sealed class SustainableLoad() : HttpBenchmark("max_sustainable_load", "Callers at once, up to 1,000, of whose requests 95 % succeed and 95 % take at most a second")
{
    private const int Levels = 4;

    private StressOptions _options = new();

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("callers", Better.Higher);

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { Iterations = 1, WarmupIterations = 0, TimeoutSeconds = 120 };

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var (most, seconds) = (context.Parameter("callers", 1000, Levels, 10_000), context.Parameter("seconds", 3, 1, 60));
        _options = new StressOptions { From = most / Levels, To = most, Step = most / Levels, SecondsPerLevel = seconds };
        return base.SetUpAsync(context, cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var result = await StressTest.RunAsync(
            _options, (callers, token) => Traffic.ForAsync(TimeSpan.FromSeconds(_options.SecondsPerLevel), (int)callers, token), cancellationToken: cancellationToken);
        context.Report(result.MaximumSustainableLoad ?? 0);
        context.ReportQuality("succeeded", result.Steps.Min(step => step.SuccessRate));
        context.ReportQuality("latency_p95_ms", result.Steps.Max(step => step.Result.Latency.Percentile(95)) * 1e3);
        context.Note("degradation", result.DegradationCause ?? "none");
    }
}
