namespace Attune.Lab.Benchmarks;

/// <summary>Where a benchmark's figure comes from.</summary>
public enum FigureSource
{
    /// <summary>The runner's clock: time for each operation.</summary>
    Time,

    /// <summary>The runner's clock: operations in each second.</summary>
    Rate,

    /// <summary>The benchmark itself, by <see cref="BenchmarkContext.Report"/> once in each iteration.</summary>
    Reported,
}
