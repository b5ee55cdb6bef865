using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Measurement;

/// <summary>A sum whose error does not grow with the number of values (16 bytes).</summary>
/// <remarks>
/// A mutable struct, as <see cref="RunningStatistics"/>. One value after the other is added after Neumaier (1974); many at once by vectors, with
/// Knuth's exact addition of two numbers in each lane. Infinities and NaN spread into the sum as IEEE 754 says.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public struct CompensatedSum
{
    private const int SmallestVectorRun = 16;
    private double _sum;
    private double _compensation;

    /// <summary>The sum; 0 without values.</summary>
    public readonly double Value => double.IsFinite(_sum) ? _sum + _compensation : _sum;

    /// <summary>Adds one value.</summary>
    public void Add(double value)
    {
        var sum = _sum + value;
        _compensation += Math.Abs(_sum) >= Math.Abs(value) ? _sum - sum + value : value - sum + _sum;
        _sum = sum;
    }

    /// <summary>Adds many values, with vector instructions where they pay.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        var vectors = values.Length < SmallestVectorRun ? [] : MemoryMarshal.Cast<double, Vector<double>>(values);
        Vector<double> sum = default, error = default;
        foreach (var vector in vectors)
        {
            var total = sum + vector;
            var part = total - sum;
            error += sum - (total - part) + (vector - part);
            sum = total;
        }

        if (vectors.Length > 0)
        {
            Add(sum, error);
        }

        foreach (var value in values[(vectors.Length * Vector<double>.Count)..])
        {
            Add(value);
        }
    }

    /// <summary>Adds everything behind <paramref name="other"/>.</summary>
    public void Merge(in CompensatedSum other)
    {
        Add(other._sum);
        _compensation += other._compensation;
    }

    /// <summary>Adds the lanes of sums and of what they are short of.</summary>
    internal void Add(Vector<double> sums, Vector<double> errors)
    {
        for (var lane = 0; lane < Vector<double>.Count; lane++)
        {
            Add(sums[lane]);
            _compensation += errors[lane];
        }
    }
}
