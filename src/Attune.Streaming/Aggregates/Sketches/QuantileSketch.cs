using System.Runtime.InteropServices;
using Attune.Measurement.Histograms;

namespace Attune.Streaming.Aggregates.Sketches;

/// <summary>State of percentiles: counts in buckets, 64 to each power of two, of positive and negative values.</summary>
/// <remarks>Takes 512 bytes for each power of two between the smallest and the largest magnitude. Merging is exact.</remarks>
[StructLayout(LayoutKind.Auto)]
public struct QuantileSketch
{
    /// <summary>Magnitudes below it count as 0: 2⁻⁶⁰.</summary>
    internal const double Smallest = 1.0 / (1L << 60);

    internal BucketCounts Positive;
    internal BucketCounts Negative;
    internal long Zeros;
    internal double Min;
    internal double Max;

    /// <summary>Number of values.</summary>
    internal readonly long Count => Positive.Total + Negative.Total + Zeros;

    internal void Add(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Percentiles are of finite numbers.");
        }

        (Min, Max) = Count == 0 ? (value, value) : (Math.Min(Min, value), Math.Max(Max, value));
        if (Math.Abs(value) < Smallest)
        {
            Zeros++;
        }
        else
        {
            (value > 0 ? ref Positive : ref Negative).Add(LogLinearBuckets.IndexOf(Math.Abs(value)), 1);
        }
    }

    internal void Merge(in QuantileSketch other)
    {
        if (other.Count == 0)
        {
            return;
        }

        (Min, Max) = Count == 0 ? (other.Min, other.Max) : (Math.Min(Min, other.Min), Math.Max(Max, other.Max));
        Positive.Merge(in other.Positive);
        Negative.Merge(in other.Negative);
        Zeros += other.Zeros;
    }

    /// <summary>The value of a rank from 1 to the count, within 0.79 %.</summary>
    internal readonly double AtRank(long rank)
    {
        if (rank <= 1 || rank >= Count)
        {
            return rank <= 1 ? Min : Max;
        }

        double value = 0;
        if (rank <= Negative.Total)
        {
            value = -LogLinearBuckets.Middle(Negative.IndexAt(Negative.Total - rank + 1));
        }
        else if (rank > Negative.Total + Zeros)
        {
            value = LogLinearBuckets.Middle(Positive.IndexAt(rank - Negative.Total - Zeros));
        }

        return Math.Clamp(value, Min, Max);
    }
}
