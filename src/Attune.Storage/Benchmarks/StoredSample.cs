namespace Attune.Storage.Benchmarks;

/// <summary>One iteration of a benchmark.</summary>
/// <param name="Kind"><c>warmup</c>, <c>measured</c> or <c>peer</c>.</param>
/// <param name="Value">The figure, in the benchmark's unit.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Operations">Operations done in it.</param>
/// <param name="AllocatedBytes">Managed memory allocated in it.</param>
/// <param name="CpuSeconds">CPU time of the process.</param>
/// <param name="WorkingSetBytes">Resident memory at its end.</param>
/// <param name="IsOutlier">Whether the figure left it out.</param>
public sealed record StoredSample(
    string Kind, double Value, double Seconds, long Operations, long AllocatedBytes, double CpuSeconds, long WorkingSetBytes, bool IsOutlier);
