namespace Attune.Lab.Analysis.Segmentation;

/// <summary>Variance that means of correlated noise show: that of a first-order autoregression, by Burg's estimate.</summary>
internal static class LongRunVariance
{
    private const double MaxCorrelation = 0.99;

    /// <param name="noise">What a fit leaves; its mean is about 0.</param>
    /// <param name="parameters">How many numbers the fit took from the series.</param>
    public static double Of(ReadOnlySpan<double> noise, int parameters)
    {
        var (squares, products, pairs) = (0.0, 0.0, 0.0);
        for (var i = 0; i < noise.Length; i++)
        {
            squares += noise[i] * noise[i];
            if (i > 0)
            {
                products += noise[i] * noise[i - 1];
                pairs += (noise[i] * noise[i]) + (noise[i - 1] * noise[i - 1]);
            }
        }

        var correlation = pairs > 0 ? Math.Clamp(2 * products / pairs, 0, MaxCorrelation) : 0;
        return squares / Math.Max(1, noise.Length - parameters) * (1 + correlation) / (1 - correlation);
    }
}
