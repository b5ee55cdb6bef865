using System.Diagnostics;
using Attune.Lab.Benchmarks;

namespace Attune.Suites.Storage;

/// <summary>What concurrency gains.</summary>
internal sealed class ConcurrentThroughputImprovement()
    : AppendingCallers("concurrent_throughput_improvement", "Durable appends a second of 32 callers at once, as a multiple of one caller's")
{
    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("ratio", Better.Higher);

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var one = await RateAsync(1, cancellationToken);
        var many = await RateAsync(Callers, cancellationToken);
        context.Report(many / one);
    }

    private async Task<double> RateAsync(int callers, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await AppendAtOnceAsync(callers, cancellationToken);
        return callers * AppendsEach / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
