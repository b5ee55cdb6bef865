namespace Attune.Lab.Analysis.Statistics;

/// <summary>Checks of what callers pass.</summary>
internal static class Figures
{
    public static void Require(ReadOnlySpan<double> values, int minimum, string name)
    {
        if (values.Length < minimum)
        {
            throw new ArgumentException($"'{name}' needs at least {minimum} figure(s); there are {values.Length}.", name);
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException($"'{name}' needs finite figures; number {i} is {values[i]}.", name);
            }
        }
    }

    /// <summary>Throws unless <paramref name="value"/> lies between 0 and 1, both excluded.</summary>
    public static void RequireShare(double value, string name)
    {
        if (!(value > 0 && value < 1))
        {
            throw new ArgumentOutOfRangeException(name, value, $"'{name}' lies between 0 and 1, both excluded.");
        }
    }

    /// <summary>Throws unless <paramref name="value"/> is finite and at least 0.</summary>
    public static void RequireNotNegative(double value, string name)
    {
        if (!(double.IsFinite(value) && value >= 0))
        {
            throw new ArgumentOutOfRangeException(name, value, $"'{name}' is a finite number of at least 0.");
        }
    }

    public static double[] Sorted(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
