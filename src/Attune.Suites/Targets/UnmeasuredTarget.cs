using Attune.Lab.Benchmarks;

namespace Attune.Suites.Targets;

/// <summary>A target without a benchmark: its row says why.</summary>
internal sealed class UnmeasuredTarget(GuideTarget target) : Benchmark(target.Name, target.Description)
{
    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported(target.Limit.Unit, target.Limit.Better);

    public override BenchmarkTarget Target { get; } = target.ToBenchmarkTarget();

    public override string Unavailable { get; } =
        target.NotMeasurable is { } reason ? $"cannot be measured as stated: {reason}" : Rooms.Built.Contains(target.Room) ? $"no benchmark yet: room {target.Room}"
        : $"not built yet: room {target.Room}";

    public override ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken) => throw new InvalidOperationException(Unavailable);
}
