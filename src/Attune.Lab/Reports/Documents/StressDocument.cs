using Attune.Lab.Stress;
using Attune.Measurement;

namespace Attune.Lab.Reports.Documents;

/// <summary>A stress test as JSON; levels in ascending order.</summary>
internal sealed record StressDocument(
    string Kind,
    int Version,
    string Target,
    string LoadUnit,
    double MinSuccessRate,
    double MaxP95Ms,
    double? MaximumSustainableLoad,
    double? DegradationPoint,
    string? DegradationCause,
    ScalabilityDocument? Scalability,
    IReadOnlyList<StressLevelDocument> Levels,
    IReadOnlyList<DistributionBin> Distribution,
    IReadOnlyList<LevelCurve> PercentileCurves,
    IReadOnlyList<FindingDocument> Findings,
    bool Stopped)
{
    public static StressDocument Of(StressResult result)
    {
        var levels = result.Steps.OrderBy(step => step.Load).ToList();
        return new(
            "stress",
            ReportJson.Version,
            result.Target,
            result.LoadUnit,
            result.MinSuccessRate,
            result.MaxP95Ms,
            result.MaximumSustainableLoad,
            result.DegradationPoint,
            result.DegradationCause,
            ScalabilityDocument.Of(result.Scalability),
            [.. levels.Select(StressLevelDocument.Of)],
            DistributionBin.Of(levels.Aggregate(HistogramSnapshot.Empty, (sum, step) => sum.Merge(step.Result.Latency))),
            [.. levels.Where(step => step.Load == result.MaximumSustainableLoad || step.Load == result.DegradationPoint).Select(LevelCurve.Of)],
            FindingDocument.Of(StressFindings.Of(result)),
            result.Stopped);
    }
}
