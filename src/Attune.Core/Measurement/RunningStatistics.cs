using System.Runtime.InteropServices;
using Attune.Measurement.Statistics;

namespace Attune.Measurement;

/// <summary>Count, sum, mean, variance and extremes of a series, in one pass and constant memory (56 bytes).</summary>
/// <remarks>
/// A mutable struct made to live inside another object, one for each key of a window: do not copy it by accident. The default value is
/// empty. Not thread-safe. Mean and variance follow Welford (1962), merging follows Chan, Golub and LeVeque (1979), the sum is
/// compensated after Neumaier (1974). Whole numbers are exact up to 2⁵³; larger <see cref="long"/> values are rounded to the
/// nearest <see cref="double"/> first. Infinities and NaN spread into the results as IEEE 754 says. Empty statistics have count and
/// sum 0, everything else <see cref="double.NaN"/>.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public struct RunningStatistics
{
    private double _mean;
    private double _squares;
    private double _min;
    private double _max;
    private CompensatedSum _sum;

    /// <summary>Number of values.</summary>
    public long Count { get; private set; }

    /// <summary>Sum of the values; its error does not grow with their number.</summary>
    public readonly double Sum => _sum.Value;

    /// <summary>Arithmetic mean.</summary>
    public readonly double Mean => Count == 0 ? double.NaN : _mean;

    /// <summary>Smallest value.</summary>
    public readonly double Min => Count == 0 ? double.NaN : _min;

    /// <summary>Largest value.</summary>
    public readonly double Max => Count == 0 ? double.NaN : _max;

    /// <summary>Variance when the values are the whole population (divisor n).</summary>
    public readonly double PopulationVariance => Count == 0 ? double.NaN : _squares / Count;

    /// <summary>Unbiased variance when the values are a sample (divisor n - 1); NaN for fewer than two values.</summary>
    public readonly double SampleVariance => Count < 2 ? double.NaN : _squares / (Count - 1);

    /// <summary>Square root of <see cref="PopulationVariance"/>.</summary>
    public readonly double PopulationStandardDeviation => Math.Sqrt(PopulationVariance);

    /// <summary>Square root of <see cref="SampleVariance"/>.</summary>
    public readonly double SampleStandardDeviation => Math.Sqrt(SampleVariance);

    /// <summary>Adds one value.</summary>
    public void Add(double value)
    {
        (_min, _max) = Count == 0 ? (value, value) : (Math.Min(_min, value), Math.Max(_max, value));
        Count++;
        var distance = value - _mean;
        _mean += distance / Count;
        _squares += distance * (value - _mean);
        _sum.Add(value);
    }

    /// <summary>Adds many values, with vector instructions where they pay.</summary>
    /// <remarks>
    /// Blocks are summed up with compensation and their variance is taken around their own mean (two passes), then merged: as exact as one by one.
    /// </remarks>
    public void Add(ReadOnlySpan<double> values)
    {
        while (values.Length >= StatisticsBlock.SmallestSize)
        {
            var block = values[..Math.Min(values.Length, StatisticsBlock.LargestSize)];
            Merge(Of(new StatisticsBlock(block), block.Length));
            values = values[block.Length..];
        }

        foreach (var value in values)
        {
            Add(value);
        }
    }

    /// <summary>Adds <paramref name="value"/> <paramref name="times"/> times.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is negative.</exception>
    public void Add(double value, long times)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        if (times > 0)
        {
            var same = new RunningStatistics { Count = times, _mean = value, _min = value, _max = value };
            same._sum.Add(value * times);
            Merge(same);
        }
    }

    /// <summary>Adds all values behind <paramref name="other"/>; the order of merging does not matter beyond rounding.</summary>
    public void Merge(in RunningStatistics other)
    {
        if (other.Count == 0)
        {
            return;
        }

        if (Count == 0)
        {
            this = other;
            return;
        }

        var count = Count + other.Count;
        var distance = other._mean - _mean;
        var share = (double)other.Count / count;
        _squares += other._squares + (distance * distance * Count * share);
        _mean += distance * share;
        _min = Math.Min(_min, other._min);
        _max = Math.Max(_max, other._max);
        Count = count;
        _sum.Merge(in other._sum);
    }

    private static RunningStatistics Of(in StatisticsBlock block, int count) => new()
    {
        Count = count,
        _mean = block.Mean,
        _squares = block.Squares,
        _min = block.Min,
        _max = block.Max,
        _sum = block.Sum,
    };
}
