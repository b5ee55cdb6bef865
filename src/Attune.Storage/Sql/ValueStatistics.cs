using System.Runtime.InteropServices;

namespace Attune.Storage.Sql;

/// <summary>What a set of values comes to.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The largest.</param>
/// <param name="StandardDeviation">Sample standard deviation (divisor n - 1); NaN for one value.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ValueStatistics(long Count, double Mean, double Min, double Max, double StandardDeviation);
