namespace Attune.Lab.Analysis.Statistics;

/// <summary>Student's two-sample t test with a common variance, as Otava uses it.</summary>
internal static class MeanTest
{
    /// <summary>Two-sided probability; 1 where there are too few values to tell. Deviations are divided by n, as in Otava, so that its decisions are met exactly.</summary>
    public static double PValue(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var degrees = a.Length + b.Length - 2;
        if (degrees <= 0)
        {
            return 1;
        }

        var difference = Mean(a) - Mean(b);
        var variance = (((a.Length - 1) * Variance(a)) + ((b.Length - 1) * Variance(b))) / degrees;
        return difference == 0 ? 1 : StudentDistribution.TwoSided(difference / Math.Sqrt(variance * ((1.0 / a.Length) + (1.0 / b.Length))), degrees);
    }

    public static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static double Variance(ReadOnlySpan<double> values)
    {
        var mean = Mean(values);
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += (value - mean) * (value - mean);
        }

        return sum / values.Length;
    }
}
