using System.Runtime.InteropServices;
using Attune.Measurement;

namespace Attune.Lab.Load;

/// <summary>A run so far, as thresholds see it.</summary>
/// <param name="Succeeded">Requests that succeeded.</param>
/// <param name="Failed">Requests that failed.</param>
/// <param name="NotSent">Requests that were due and never sent.</param>
/// <param name="Elapsed">Time since the first was due.</param>
/// <param name="Latency">Latencies in seconds, from the intended start.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LoadTotals(long Succeeded, long Failed, long NotSent, TimeSpan Elapsed, HistogramSnapshot Latency)
{
    public long Requests => Succeeded + Failed;
}
