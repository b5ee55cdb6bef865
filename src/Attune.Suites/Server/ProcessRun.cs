using Attune.Lab.Load;

namespace Attune.Suites.Server;

/// <summary>What a server's process took for a run of requests.</summary>
/// <param name="Http">The requests.</param>
/// <param name="Cpu">Processor time.</param>
/// <param name="MemoryMb">Resident memory at the end.</param>
/// <param name="GrowthMb">How much more that is than when it became ready.</param>
internal sealed record ProcessRun(LoadResult Http, TimeSpan Cpu, double MemoryMb, double GrowthMb)
{
    /// <summary>Share of so many cores.</summary>
    public double CpuPercent(int cores) => 100 * Cpu / Http.Duration / cores;
}
