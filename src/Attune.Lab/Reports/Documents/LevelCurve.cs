using Attune.Lab.Stress;

namespace Attune.Lab.Reports.Documents;

/// <summary>The percentile curve of one level.</summary>
internal sealed record LevelCurve(double Load, bool Held, IReadOnlyList<PercentilePoint> Points)
{
    public static LevelCurve Of(StressStep step) =>
        new(step.Load, step.Degradation is null, PercentilePoint.Of(step.Result.Latency, step.Result.ServiceTime));
}
