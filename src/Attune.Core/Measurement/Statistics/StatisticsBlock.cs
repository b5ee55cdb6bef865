using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Measurement.Statistics;

/// <summary>Sum, mean, variance and extremes of a block of values that fits the first cache, computed with vectors.</summary>
/// <remarks>
/// The sum uses the exact addition of two numbers by Knuth (The Art of Computer Programming 2, 4.2.2) in each lane. Squares are taken around the
/// mean and corrected by the sum of the distances (Chan, Golub and LeVeque 1983), which is what rounding of the mean leaves.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct StatisticsBlock
{
    /// <summary>Below it one by one is as fast.</summary>
    public const int SmallestSize = 16;

    /// <summary>Values of one block: 8 kB.</summary>
    public const int LargestSize = 1024;

    public StatisticsBlock(ReadOnlySpan<double> values)
    {
        var width = Vector<double>.Count;
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        var rest = values[(vectors.Length * width)..];

        Vector<double> sum = default, error = default;
        var min = vectors[0];
        var max = min;
        foreach (var vector in vectors)
        {
            var total = sum + vector;
            var part = total - sum;
            error += sum - (total - part) + (vector - part);
            sum = total;
            min = Vector.Min(min, vector);
            max = Vector.Max(max, vector);
        }

        Sum.Add(sum, error);
        (Min, Max) = (min[0], max[0]);
        for (var lane = 0; lane < width; lane++)
        {
            (Min, Max) = (Math.Min(Min, min[lane]), Math.Max(Max, max[lane]));
        }

        foreach (var value in rest)
        {
            Sum.Add(value);
            (Min, Max) = (Math.Min(Min, value), Math.Max(Max, value));
        }

        Mean = Sum.Value / values.Length;
        Squares = SquaresAround(Mean, vectors, rest);
    }

    public readonly CompensatedSum Sum;

    public readonly double Mean;

    /// <summary>Sum of the squared distances from the mean.</summary>
    public readonly double Squares;

    public readonly double Min;

    public readonly double Max;

    private static double SquaresAround(double mean, ReadOnlySpan<Vector<double>> vectors, ReadOnlySpan<double> rest)
    {
        var center = new Vector<double>(mean);
        Vector<double> squares = default, distances = default;
        foreach (var vector in vectors)
        {
            var distance = vector - center;
            squares += distance * distance;
            distances += distance;
        }

        var (square, sum) = (Vector.Sum(squares), Vector.Sum(distances));
        foreach (var value in rest)
        {
            var distance = value - mean;
            square += distance * distance;
            sum += distance;
        }

        return square - (sum * sum / ((vectors.Length * Vector<double>.Count) + rest.Length));
    }
}
