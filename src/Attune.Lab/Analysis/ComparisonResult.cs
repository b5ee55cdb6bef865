namespace Attune.Lab.Analysis;

/// <summary>Two samples beside each other. Made by <see cref="SampleComparison.Compare"/>.</summary>
/// <param name="BaselineMedian">Median before, in the samples' unit.</param>
/// <param name="CandidateMedian">Median after, in the samples' unit.</param>
/// <param name="Change">Relative change of the median: 0.05 is a value 5 % larger, whether that is better or worse. From 0 to another value counts as ±1.</param>
/// <param name="Interval">Bootstrap interval of <paramref name="Change"/>; null where a sample has one figure only.</param>
/// <param name="PValue">Of the two-sided Mann–Whitney test.</param>
/// <param name="CliffsDelta">Share of pairs in which the candidate is larger less the share in which it is smaller, from −1 to 1.</param>
/// <param name="NoiseFloor">The relative change that counts as noise, as it was given.</param>
/// <param name="Verdict">What this shows.</param>
public sealed record ComparisonResult(
    double BaselineMedian, double CandidateMedian, double Change, ConfidenceInterval? Interval, double PValue, double CliffsDelta, double NoiseFloor, Verdict Verdict);
