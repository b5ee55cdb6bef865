namespace Attune.Measurement;

/// <summary>A straight line through noisy points, and whether the points really rise or fall. Made by <see cref="Trend.Estimate"/>.</summary>
/// <param name="Slope">Theil-Sen slope: the median of all slopes between two points, in y units per x unit.</param>
/// <param name="Intercept">Median of <c>y - Slope * x</c>.</param>
/// <param name="LowerSlope">Lower end of the slope's confidence interval.</param>
/// <param name="UpperSlope">Upper end of the slope's confidence interval.</param>
/// <param name="S">Mann-Kendall statistic: rising pairs less falling pairs.</param>
/// <param name="Z"><paramref name="S"/> in standard deviations, corrected for ties and for continuity.</param>
/// <param name="PValue">Two-sided probability of an |S| this large without a trend (normal approximation).</param>
/// <param name="Count">Number of points used.</param>
public sealed record TrendResult(
    double Slope,
    double Intercept,
    double LowerSlope,
    double UpperSlope,
    long S,
    double Z,
    double PValue,
    int Count)
{
    /// <summary>Whether the trend is significant at level <paramref name="alpha"/>.</summary>
    /// <param name="alpha">Accepted probability of a false alarm, between 0 and 1.</param>
    public bool IsSignificant(double alpha = 0.05) => PValue < alpha;
}
