using Attune.Lab.Analysis.Divisive;
using Attune.Lab.Analysis.Statistics;

namespace Attune.Lab.Analysis;

/// <summary>E-divisive: splits a series again and again where the energy distance between both sides is largest, while the split is significant.</summary>
/// <remarks>
/// <para>Sources: Matteson and James, "A Nonparametric Approach for Multiple Change Point Analysis of Multivariate Data" (2014); for the
/// windowed variant Fleming et al., "Hunter: Using Change Point Detection to Hunt for Performance Regressions" (2023), whose successor
/// Apache Otava gives the same indexes for the same settings.</para>
/// <para>A split of m values costs O(m²) time and O(m) memory; the Student variant O(n · window), the permutation variant O(permutations · n²) for each change point.</para>
/// </remarks>
public static class EDivisive
{
    /// <summary>Finds change points, in ascending order.</summary>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static IReadOnlyList<ChangePoint> Detect(ReadOnlySpan<double> series, EDivisiveOptions? options = null)
    {
        options ??= new EDivisiveOptions();
        Figures.Require(series, 0, nameof(series));
        Figures.RequireShare(options.MaxPValue, nameof(options.MaxPValue));
        Figures.RequireNotNegative(options.MinMagnitude, nameof(options.MinMagnitude));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Window, 2, nameof(options.Window));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Permutations, 19, nameof(options.Permutations));
        var values = series.ToArray();
        return options.Test == EDivisiveTest.Student
            ? WindowedSplits.Detect(values, options)
            : PermutationSplits.Detect(values, options);
    }
}
