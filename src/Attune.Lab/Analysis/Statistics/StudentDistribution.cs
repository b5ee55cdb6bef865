using Attune.Measurement.Statistics;

namespace Attune.Lab.Analysis.Statistics;

/// <summary>Student's t distribution.</summary>
internal static class StudentDistribution
{
    private const int NormalBeyond = 10_000_000;

    /// <summary>Probability of a value farther from 0 than <paramref name="t"/>, on either side.</summary>
    public static double TwoSided(double t, double degrees)
    {
        if (double.IsInfinity(t))
        {
            return 0;
        }

        return degrees > NormalBeyond
            ? 2 * NormalDistribution.UpperTail(Math.Abs(t))
            : IncompleteBeta.Regularized(degrees / 2, 0.5, degrees / (degrees + (t * t)));
    }

    /// <summary>The value that a share <paramref name="p"/> of the distribution lies below.</summary>
    public static double Quantile(double p, double degrees)
    {
        if (p < 0.5)
        {
            return -Quantile(1 - p, degrees);
        }

        var (low, high) = (0.0, 1.0);
        while (TwoSided(high, degrees) > 2 * (1 - p))
        {
            high *= 2;
        }

        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = TwoSided(middle, degrees) > 2 * (1 - p) ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
