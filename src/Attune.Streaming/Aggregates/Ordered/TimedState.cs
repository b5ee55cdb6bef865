using System.Runtime.InteropServices;

namespace Attune.Streaming.Aggregates.Ordered;

/// <summary>State of a first or last value.</summary>
[StructLayout(LayoutKind.Auto)]
public struct TimedState<T>
{
    internal T Value;
    internal long Time;
    internal bool HasValue;
}
