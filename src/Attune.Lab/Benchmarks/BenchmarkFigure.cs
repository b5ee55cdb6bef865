namespace Attune.Lab.Benchmarks;

/// <summary>What one iteration of a benchmark yields: its unit, which way it improves, and who measures it.</summary>
/// <param name="Unit">Unit as printed: <c>ms</c>, <c>events/s</c>, <c>ratio</c>.</param>
/// <param name="Better">Which way it improves.</param>
/// <param name="Source">Who measures it.</param>
/// <param name="PerSecond">For <see cref="FigureSource.Time"/>: how many of <paramref name="Unit"/> make a second; else 1.</param>
public sealed record BenchmarkFigure(string Unit, Better Better, FigureSource Source, double PerSecond = 1)
{
    /// <summary>Time for each operation, in seconds.</summary>
    public static BenchmarkFigure Seconds { get; } = new("s", Better.Lower, FigureSource.Time);

    /// <summary>Time for each operation, in milliseconds.</summary>
    public static BenchmarkFigure Milliseconds { get; } = new("ms", Better.Lower, FigureSource.Time, 1e3);

    /// <summary>Time for each operation, in microseconds.</summary>
    public static BenchmarkFigure Microseconds { get; } = new("µs", Better.Lower, FigureSource.Time, 1e6);

    /// <summary>Time for each operation, in nanoseconds.</summary>
    public static BenchmarkFigure Nanoseconds { get; } = new("ns", Better.Lower, FigureSource.Time, 1e9);

    /// <summary>Operations a second.</summary>
    /// <param name="what">What an operation is, in the plural: <c>events</c> gives the unit <c>events/s</c>.</param>
    public static BenchmarkFigure Rate(string what) => new($"{what}/s", Better.Higher, FigureSource.Rate);

    /// <summary>A figure that the benchmark reports itself.</summary>
    public static BenchmarkFigure Reported(string unit, Better better) => new(unit, better, FigureSource.Reported);

    /// <summary>The figure of an iteration that the runner timed.</summary>
    internal double FromClock(TimeSpan elapsed, double operations) =>
        Source == FigureSource.Rate ? operations / elapsed.TotalSeconds : elapsed.TotalSeconds / operations * PerSecond;
}
