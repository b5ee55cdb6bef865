using System.Runtime.InteropServices;

namespace Attune.Suites.Streaming.Throughput;

/// <summary>An event of the throughput rows: a number that belongs to a key.</summary>
/// <param name="Time">Event time, UTC ticks.</param>
/// <param name="Value">From 0 to 1,000 in eighths, so that sums are exact in any order.</param>
/// <param name="Key">A small number.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Reading(long Time, double Value, int Key);
