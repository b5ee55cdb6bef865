using System.Runtime.InteropServices;

namespace Attune.Streaming.Aggregates.Ordered;

/// <summary>State of a minimum or maximum.</summary>
[StructLayout(LayoutKind.Auto)]
public struct ExtremeState<T>
    where T : struct
{
    internal T Value;
    internal bool HasValue;
}
