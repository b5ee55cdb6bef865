namespace Attune.Measurement.Histograms;

/// <summary>Lock-free updates of a shared <see cref="double"/>.</summary>
internal static class AtomicDouble
{
    /// <summary>Adds <paramref name="value"/>; no concurrent addition is lost.</summary>
    public static void Add(ref double target, double value)
    {
        var current = Volatile.Read(ref target);
        while (true)
        {
            var seen = Interlocked.CompareExchange(ref target, current + value, current);
            // Bits, not ==: the exchange compares bits, and NaN must end the loop too.
            if (BitConverter.DoubleToInt64Bits(seen) == BitConverter.DoubleToInt64Bits(current))
            {
                return;
            }

            current = seen;
        }
    }

    /// <summary>Lowers <paramref name="target"/> to <paramref name="value"/> when that is less; otherwise only reads.</summary>
    public static void Min(ref double target, double value)
    {
        var current = Volatile.Read(ref target);
        while (value < current)
        {
            var seen = Interlocked.CompareExchange(ref target, value, current);
            if (seen <= value || seen.Equals(current))
            {
                return;
            }

            current = seen;
        }
    }

    /// <summary>Raises <paramref name="target"/> to <paramref name="value"/> when that is more; otherwise only reads.</summary>
    public static void Max(ref double target, double value)
    {
        var current = Volatile.Read(ref target);
        while (value > current)
        {
            var seen = Interlocked.CompareExchange(ref target, value, current);
            if (seen >= value || seen.Equals(current))
            {
                return;
            }

            current = seen;
        }
    }
}
