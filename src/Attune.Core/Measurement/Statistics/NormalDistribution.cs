namespace Attune.Measurement.Statistics;

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    private const double SeriesLimit = 3;
    private static readonly double InverseRootTwoPi = 1 / Math.Sqrt(2 * Math.PI);

    /// <summary>Probability of a value above <paramref name="z"/>; full relative precision far into the tail.</summary>
    public static double UpperTail(double z) =>
        z < 0 ? 1 - UpperTail(-z) : z < SeriesLimit ? 0.5 - CentralSeries(z) : TailFraction(z);

    /// <summary>The value that a probability of <paramref name="p"/>, between 0 and 1, lies below.</summary>
    public static double Quantile(double p)
    {
        if (p < 0.5)
        {
            return -Quantile(1 - p);
        }

        // The tail is monotone, so halving an interval always arrives; 60 halvings of [0, 40] exhaust a double.
        var (low, high) = (0.0, 40.0);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = UpperTail(middle) > 1 - p ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>Probability between 0 and z: density times z + z³/3 + z⁵/(3·5) + …</summary>
    private static double CentralSeries(double z)
    {
        var (term, sum) = (z, z);
        for (var n = 3; term > sum * 1e-17; n += 2)
        {
            term *= z * z / n;
            sum += term;
        }

        return sum * Density(z);
    }

    /// <summary>Laplace's continued fraction: density / (z + 1/(z + 2/(z + 3/(z + …)))).</summary>
    private static double TailFraction(double z)
    {
        var fraction = z;
        for (var n = 200; n > 0; n--)
        {
            fraction = z + (n / fraction);
        }

        return Density(z) / fraction;
    }

    private static double Density(double z) => InverseRootTwoPi * Math.Exp(-z * z / 2);
}
