using System.Runtime.InteropServices;

namespace Attune.Streaming.Aggregates.Sketches;

/// <summary>State of the most frequent values: counts, and what has been taken off each at most.</summary>
[StructLayout(LayoutKind.Auto)]
public struct TopKState<T>
    where T : notnull
{
    internal Dictionary<T, long>? Counts;
    internal long MaxError;
}
