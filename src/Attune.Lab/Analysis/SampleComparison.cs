using Attune.Lab.Analysis.Statistics;
using Attune.Lab.Benchmarks;

namespace Attune.Lab.Analysis;

/// <summary>Compares two samples of one figure: whether it changed, by how much, and whether that is better or worse.</summary>
/// <remarks>
/// A change counts only when it is significant (Mann–Whitney at <see cref="ComparisonOptions.Alpha"/>) and its whole confidence
/// interval lies beyond both the smallest change that matters and the noise floor: a significant trifle is no alarm, and neither is a
/// large difference of two means that the noise explains.
/// </remarks>
public static class SampleComparison
{
    /// <summary>Compares <paramref name="candidate"/> with <paramref name="baseline"/>, both in any order.</summary>
    /// <exception cref="ArgumentException">A sample is empty or has a figure that is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static ComparisonResult Compare(ReadOnlySpan<double> baseline, ReadOnlySpan<double> candidate, ComparisonOptions? options = null)
    {
        options ??= new ComparisonOptions();
        Figures.RequireShare(options.Alpha, nameof(options.Alpha));
        Figures.RequireShare(options.Confidence, nameof(options.Confidence));
        Figures.RequireNotNegative(options.MinimumChange, nameof(options.MinimumChange));
        Figures.RequireNotNegative(options.NoiseFloor, nameof(options.NoiseFloor));
        Figures.Require(baseline, 1, nameof(baseline));
        Figures.Require(candidate, 1, nameof(candidate));

        var (before, after) = (Percentiles.Median(baseline), Percentiles.Median(candidate));
        var test = MannWhitney.Test(candidate, baseline);
        var interval = baseline.Length > 1 && candidate.Length > 1
            ? Bootstrap.ChangeOfMedians(baseline, candidate, options.Confidence, options.Seed)
            : null;
        var verdict = interval is null || RankSumDistribution.SmallestPValue(baseline.Length, candidate.Length) > options.Alpha
            ? Verdict.Inconclusive
            : Judge(interval, test.PValue, options);
        return new ComparisonResult(
            before, after, RelativeChange.Between(before, after), interval, test.PValue, EffectSize.CliffsDelta(candidate, baseline), options.NoiseFloor, verdict);
    }

    private static Verdict Judge(ConfidenceInterval change, double pValue, ComparisonOptions options)
    {
        var smallest = Math.Max(options.MinimumChange, options.NoiseFloor);
        var (isLarger, isSmaller) = (change.Lower > smallest, change.Upper < -smallest);
        if (pValue > options.Alpha || !(isLarger || isSmaller))
        {
            return Verdict.Unchanged;
        }

        return isSmaller == (options.Better == Better.Lower) ? Verdict.Improved : Verdict.Regressed;
    }
}
