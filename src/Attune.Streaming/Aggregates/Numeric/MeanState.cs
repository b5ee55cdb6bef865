using System.Runtime.InteropServices;
using Attune.Measurement;

namespace Attune.Streaming.Aggregates.Numeric;

/// <summary>State of a mean: sum and count.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct MeanState
{
    internal CompensatedSum Sum;
    internal long Count;
}
