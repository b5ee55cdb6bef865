using Attune.Measurement.Histograms;

namespace Attune.Measurement;

/// <summary>What a histogram held at one moment: immutable, mergeable, and at most 1 % off at any percentile.</summary>
/// <remarks>
/// Values are in the histogram's unit: seconds for a <see cref="LatencyHistogram"/>. Without values <see cref="Count"/> is 0, and
/// <see cref="Min"/>, <see cref="Max"/>, <see cref="Mean"/>, <see cref="StandardDeviation"/> and every percentile are
/// <see cref="double.NaN"/>: no data is not the same as zero. Memory: 8 bytes for each bucket between the lowest and the highest value.
/// </remarks>
public sealed class HistogramSnapshot
{
    private readonly long[] _counts;

    private HistogramSnapshot(int firstIndex, long[] counts, long zeros, double sum, double min, double max)
    {
        FirstIndex = firstIndex;
        _counts = counts;
        ZeroCount = zeros;
        Count = zeros;
        foreach (var count in counts)
        {
            Count += count;
        }

        // A reset at the same moment can leave the extremes behind the buckets, so they are held within what the buckets allow.
        (Min, Max, Sum) = Count == 0
            ? (double.NaN, double.NaN, 0)
            : (Math.Clamp(min, LowestPossible, HighestPossible), Math.Clamp(max, LowestPossible, HighestPossible), sum);
    }

    /// <summary>A snapshot without values.</summary>
    public static HistogramSnapshot Empty { get; } = new(0, [], 0, 0, double.NaN, double.NaN);

    /// <summary>Number of values.</summary>
    public long Count { get; }

    /// <summary>Sum of all values.</summary>
    public double Sum { get; }

    /// <summary>Smallest value: exact, but in an interval view only as exact as its bucket (1.6 %).</summary>
    public double Min { get; }

    /// <summary>Largest value: exact, but in an interval view only as exact as its bucket (1.6 %).</summary>
    public double Max { get; }

    /// <summary>Arithmetic mean, from the exact sum.</summary>
    public double Mean => Count == 0 ? double.NaN : Math.Clamp(Sum / Count, Min, Max);

    /// <summary>Population standard deviation of the bucket middles: wrong by at most 0.8 % of the largest value.</summary>
    public double StandardDeviation
    {
        get
        {
            var statistics = new RunningStatistics();
            statistics.Add(0, ZeroCount);
            for (var i = 0; i < _counts.Length; i++)
            {
                statistics.Add(LogLinearBuckets.Middle(FirstIndex + i), _counts[i]);
            }

            return statistics.PopulationStandardDeviation;
        }
    }

    internal int FirstIndex { get; }

    internal long ZeroCount { get; }

    internal ReadOnlySpan<long> Counts => _counts;

    private double LowestPossible => ZeroCount > 0 ? 0 : LogLinearBuckets.LowerBound(FirstIndex);

    private double HighestPossible => _counts.Length == 0 ? 0 : LogLinearBuckets.UpperBound(FirstIndex + _counts.Length - 1);

    /// <summary>The smallest recorded value that at least <paramref name="percent"/> % of all values do not exceed (nearest rank).</summary>
    /// <param name="percent">From 0 (the minimum) to 100 (the maximum), for example 99.99.</param>
    /// <returns>That value within 1 %, or <see cref="double.NaN"/> without values.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="percent"/> is not from 0 to 100.</exception>
    public double Percentile(double percent)
    {
        if (!(percent is >= 0 and <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "A percentile lies between 0 and 100.");
        }

        if (Count == 0)
        {
            return double.NaN;
        }

        // 99.9 % of 1000 must be rank 999, though the product in floating point may lie a hair above it.
        var exactRank = percent / 100 * Count;
        var rank = Math.Clamp((long)Math.Ceiling(exactRank * (1 - 1e-12)), 1, Count);
        return rank == 1 ? Min : rank == Count ? Max : ValueAtRank(rank);
    }

    /// <summary><see cref="Percentile"/> as a duration, for snapshots in seconds; null without values.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="percent"/> is not from 0 to 100.</exception>
    public TimeSpan? PercentileDuration(double percent)
    {
        var seconds = Percentile(percent);
        return double.IsNaN(seconds) ? null : TimeSpan.FromSeconds(seconds);
    }

    /// <summary>How many values are not above <paramref name="bound"/>; values up to 1.6 % above it may count too.</summary>
    public long CountAtOrBelow(double bound)
    {
        if (Count == 0 || !(bound >= 0))
        {
            return 0;
        }

        if (bound >= Max)
        {
            return Count;
        }

        var count = ZeroCount;
        var last = bound > 0 ? LogLinearBuckets.IndexOf(bound) - FirstIndex : -1;
        for (var i = 0; i <= last && i < _counts.Length; i++)
        {
            count += _counts[i];
        }

        return count;
    }

    /// <summary>Cumulative buckets as Prometheus wants them: <see cref="CountAtOrBelow"/> of each bound.</summary>
    /// <param name="bounds">Upper bounds, in the snapshot's unit.</param>
    /// <param name="counts">Receives one count for each bound.</param>
    /// <exception cref="ArgumentException"><paramref name="counts"/> is shorter than <paramref name="bounds"/>.</exception>
    public void CumulativeCounts(ReadOnlySpan<double> bounds, Span<long> counts)
    {
        if (counts.Length < bounds.Length)
        {
            throw new ArgumentException("There must be room for one count for each bound.", nameof(counts));
        }

        for (var i = 0; i < bounds.Length; i++)
        {
            counts[i] = CountAtOrBelow(bounds[i]);
        }
    }

    /// <summary>This and <paramref name="other"/> together, as if one histogram had recorded both.</summary>
    public HistogramSnapshot Merge(HistogramSnapshot other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Count == 0 || Count == 0)
        {
            return Count == 0 ? other : this;
        }

        var (first, counts) = Combine(other, 1);
        return Create(first, counts, ZeroCount + other.ZeroCount, Sum + other.Sum, Math.Min(Min, other.Min), Math.Max(Max, other.Max));
    }

    /// <summary>What was recorded since <paramref name="earlier"/>, a snapshot of the same histogram.</summary>
    /// <remarks>If the histogram was reset in between, what it has recorded since the reset.</remarks>
    public HistogramSnapshot Subtract(HistogramSnapshot earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        if (earlier.Count == 0)
        {
            return this;
        }

        var (first, counts) = Combine(earlier, -1);
        var zeros = ZeroCount - earlier.ZeroCount;
        if (zeros < 0 || counts.AsSpan().ContainsAnyInRange(long.MinValue, -1))
        {
            return this;
        }

        // Count is at least the earlier one's here, so both extremes are numbers unless nothing at all was recorded.
        return Create(first, counts, zeros, Math.Max(0, Sum - earlier.Sum), Min, Max, interval: true);
    }

    internal static HistogramSnapshot Create(
        int firstIndex, ReadOnlySpan<long> counts, long zeros, double sum, double min, double max, bool interval = false)
    {
        var start = counts.IndexOfAnyExcept(0);
        if (start < 0)
        {
            return zeros == 0 ? Empty : new HistogramSnapshot(0, [], zeros, 0, 0, 0);
        }

        var used = counts[start..(counts.LastIndexOfAnyExcept(0) + 1)].ToArray();
        firstIndex += start;
        if (interval)
        {
            min = zeros > 0 ? 0 : Math.Max(min, LogLinearBuckets.LowerBound(firstIndex));
            max = Math.Min(max, LogLinearBuckets.UpperBound(firstIndex + used.Length - 1));
        }

        return new HistogramSnapshot(firstIndex, used, zeros, sum, min, max);
    }

    private double ValueAtRank(long rank)
    {
        var seen = ZeroCount;
        for (var i = 0; seen < rank && i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
            {
                return Math.Clamp(LogLinearBuckets.Middle(FirstIndex + i), Min, Max);
            }
        }

        return 0;
    }

    private (int First, long[] Counts) Combine(HistogramSnapshot other, int sign)
    {
        var first = _counts.Length == 0 ? other.FirstIndex
            : other._counts.Length == 0 ? FirstIndex
            : Math.Min(FirstIndex, other.FirstIndex);
        var counts = new long[Math.Max(FirstIndex + _counts.Length, other.FirstIndex + other._counts.Length) - first];
        _counts.CopyTo(counts.AsSpan(_counts.Length == 0 ? 0 : FirstIndex - first));
        for (var i = 0; i < other._counts.Length; i++)
        {
            counts[other.FirstIndex - first + i] += sign * other._counts[i];
        }

        return (first, counts);
    }
}
