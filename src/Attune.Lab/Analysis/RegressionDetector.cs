using Attune.Lab.Analysis.Regressions;
using Attune.Lab.Analysis.Statistics;
using Attune.Lab.Benchmarks;

namespace Attune.Lab.Analysis;

/// <summary>Says whether, and since which run, a program is worse than it was: "regression since run N of +x %".</summary>
/// <remarks>
/// <para>The history is split where the ranks of the runs differ most (the largest standardized Mann–Whitney statistic, as in Pettitt's
/// test of 1979), and its parts likewise, while that is significant. Ranks make one-off spikes and skewed noise harmless.</para>
/// <para>The last split towards the worse is a regression if the present level still lies beyond the smallest change that matters,
/// and beyond the noise floor, with its whole confidence interval. Where neighbouring runs are significantly correlated, a split must be
/// clearer in proportion.</para>
/// <para>Time O(n log n) for each split.</para>
/// </remarks>
public static class RegressionDetector
{
    /// <summary>Finds the last regression.</summary>
    /// <param name="runs">One value for each run, oldest first, for example the run's median.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <returns>The regression; null if there is none, or if a later improvement has made up for it.</returns>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static Regression? Detect(ReadOnlySpan<double> runs, RegressionOptions? options = null)
    {
        options ??= new RegressionOptions();
        Validate(runs, options);
        var splits = new List<RankSplit>();
        Split(runs, 0, options, splits);
        splits.Sort((a, b) => a.Index.CompareTo(b.Index));
        var present = splits.Count == 0 ? runs : runs[splits[^1].Index..];
        for (var i = splits.Count - 1; i >= 0; i--)
        {
            var before = runs[(i == 0 ? 0 : splits[i - 1].Index)..splits[i].Index];
            var after = runs[splits[i].Index..(i + 1 == splits.Count ? runs.Length : splits[i + 1].Index)];
            if (!IsWorse(Percentiles.Median(before), Percentiles.Median(after), options.Better))
            {
                continue;
            }

            var change = Bootstrap.ChangeOfMedians(before, present, options.Confidence, options.Seed);
            var nearEnd = options.Better == Better.Lower ? change.Lower : -change.Upper;
            if (nearEnd > Math.Max(options.MinimumChange, options.NoiseFloor))
            {
                return new Regression(
                    splits[i].Index, RelativeChange.Between(Percentiles.Median(before), Percentiles.Median(present)), change, splits[i].PValue);
            }
        }

        return null;
    }

    private static void Split(ReadOnlySpan<double> runs, int offset, RegressionOptions options, List<RankSplit> found)
    {
        if (RankSplit.Best(runs, options.MinRuns) is not { } clearest || clearest.PValue > options.Alpha)
        {
            return;
        }

        var split = clearest.Sharpened(runs, options.MinRuns);
        found.Add(split with { Index = offset + split.Index });
        Split(runs[..split.Index], offset, options, found);
        Split(runs[split.Index..], offset + split.Index, options, found);
    }

    private static bool IsWorse(double before, double after, Better better) => better == Better.Lower ? after > before : after < before;

    private static void Validate(ReadOnlySpan<double> runs, RegressionOptions options)
    {
        Figures.Require(runs, 0, nameof(runs));
        Figures.RequireShare(options.Alpha, nameof(options.Alpha));
        Figures.RequireShare(options.Confidence, nameof(options.Confidence));
        Figures.RequireNotNegative(options.MinimumChange, nameof(options.MinimumChange));
        Figures.RequireNotNegative(options.NoiseFloor, nameof(options.NoiseFloor));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MinRuns, 2, nameof(options.MinRuns));
    }
}
