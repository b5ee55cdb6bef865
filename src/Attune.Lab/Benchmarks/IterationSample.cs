namespace Attune.Lab.Benchmarks;

/// <summary>One iteration as it was measured.</summary>
/// <param name="Kind">Warm-up, measured, or the peer's.</param>
/// <param name="Value">The figure, in the benchmark's unit.</param>
/// <param name="Seconds">How long the iteration took.</param>
/// <param name="Operations">Operations done in it.</param>
/// <param name="AllocatedBytes">Managed memory allocated in it, of the whole process.</param>
/// <param name="CpuSeconds">CPU time, of the whole process.</param>
/// <param name="WorkingSetBytes">Resident memory of the process at its end.</param>
/// <param name="IsOutlier">Whether the figure lies beyond Tukey's fences.</param>
public sealed record IterationSample(
    SampleKind Kind, double Value, double Seconds, long Operations, long AllocatedBytes, double CpuSeconds, long WorkingSetBytes, bool IsOutlier = false);
