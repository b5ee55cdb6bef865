using Attune.Lab.Analysis.Statistics;

namespace Attune.Lab.Analysis;

/// <summary>The range outside which figures count as outliers: 1.5 interquartile ranges beyond the quartiles (Tukey 1977).</summary>
/// <param name="Lower">Smallest figure that is none.</param>
/// <param name="Upper">Largest figure that is none.</param>
public sealed record TukeyFences(double Lower, double Upper)
{
    /// <summary>Interquartile ranges between a quartile and its fence.</summary>
    public const double Reach = 1.5;

    /// <summary>The fences of a sample, in any order.</summary>
    /// <exception cref="ArgumentException">The sample is empty or has a figure that is not finite.</exception>
    public static TukeyFences Of(ReadOnlySpan<double> values)
    {
        Figures.Require(values, 1, nameof(values));
        var sorted = Figures.Sorted(values);
        var (first, third) = (Percentiles.OfSorted(sorted, 25), Percentiles.OfSorted(sorted, 75));
        return new TukeyFences(first - (Reach * (third - first)), third + (Reach * (third - first)));
    }

    /// <summary>Whether <paramref name="value"/> lies outside.</summary>
    public bool IsOutlier(double value) => value < Lower || value > Upper;
}
