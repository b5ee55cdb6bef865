using System.Runtime.InteropServices;

namespace Attune.Suites.Streaming.Throughput;

/// <summary>Count, sum, mean, extremes and standard deviation from running sums, as one writes them first. Exact for the values of <see cref="Readings"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct NaiveStatistics()
{
    private const double Tolerance = 1e-9;

    public long Count { get; private set; }

    public double Sum { get; private set; }

    public double Min { get; private set; } = double.PositiveInfinity;

    public double Max { get; private set; } = double.NegativeInfinity;

    public readonly double Mean => Sum / Count;

    public readonly double StandardDeviation => Math.Sqrt(Math.Max(0, (SumOfSquares / Count) - (Mean * Mean)));

    private double SumOfSquares { get; set; }

    public void Add(double value)
    {
        Count++;
        Sum += value;
        SumOfSquares += value * value;
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
    }

    public void Add(in NaiveStatistics other)
    {
        Count += other.Count;
        Sum += other.Sum;
        SumOfSquares += other.SumOfSquares;
        Min = Math.Min(Min, other.Min);
        Max = Math.Max(Max, other.Max);
    }

    /// <summary>Whether another way of working them out came to the same.</summary>
    public readonly bool Matches(long count, double sum, double mean, double min, double max, double standardDeviation) =>
        count == Count && sum == Sum && min == Min && max == Max && Math.Abs(mean - Mean) <= Tolerance * Math.Abs(Mean)
        && Math.Abs((standardDeviation * standardDeviation) - (StandardDeviation * StandardDeviation)) <= Tolerance * SumOfSquares / Count;
}
