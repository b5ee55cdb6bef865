using Attune.Measurement;

namespace Attune.Lab.Reports.Documents;

/// <summary>How many answers took more than <paramref name="FromMs"/> and at most <paramref name="ToMs"/>.</summary>
internal sealed record DistributionBin(double FromMs, double ToMs, long Count)
{
    private const int Most = 48;

    /// <summary>A histogram's buckets are up to 1.6 % wide; narrower bins would show them.</summary>
    private const double Narrowest = 1.05;

    /// <summary>Bins of equal width on a logarithmic axis from the shortest to the longest time; empty without any.</summary>
    public static IReadOnlyList<DistributionBin> Of(HistogramSnapshot seconds)
    {
        if (seconds.Count == 0)
        {
            return [];
        }

        var (low, high) = (Math.Max(seconds.Min, 1e-6), Math.Max(seconds.Max, 1e-6));
        var bins = Math.Clamp((int)Math.Ceiling(Math.Log(high / low) / Math.Log(Narrowest)), 1, Most);
        var result = new DistributionBin[bins];
        long below = 0;
        for (var i = 0; i < bins; i++)
        {
            var (from, to) = (low * Math.Pow(high / low, (double)i / bins), low * Math.Pow(high / low, (i + 1.0) / bins));
            var up = i == bins - 1 ? seconds.Count : seconds.CountAtOrBelow(to);
            result[i] = new DistributionBin(Math.Round(from * 1000, 4), Math.Round(to * 1000, 4), up - below);
            below = up;
        }

        return result;
    }
}
