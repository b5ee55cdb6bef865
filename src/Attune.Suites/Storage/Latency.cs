namespace Attune.Suites.Storage;

/// <summary>Figures of a list of latencies.</summary>
internal static class Latency
{
    /// <summary>The smallest latency that a share of all does not exceed. Sorts the list.</summary>
    public static double Percentile(double[] latencies, double share)
    {
        Array.Sort(latencies);
        return latencies[Math.Clamp((int)Math.Ceiling(share * latencies.Length) - 1, 0, latencies.Length - 1)];
    }
}
