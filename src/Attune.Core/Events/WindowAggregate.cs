namespace Attune.Events;

/// <summary>Statistics of the bytes of all flows in a window, or of those that share one key.</summary>
/// <param name="Key">The source address or protocol; empty for the whole window.</param>
/// <param name="Flows">Number of flows.</param>
/// <param name="Bytes">Sum of their bytes.</param>
/// <param name="Mean">Mean bytes per flow.</param>
/// <param name="Min">Fewest bytes of a flow.</param>
/// <param name="Max">Most bytes of a flow.</param>
/// <param name="StandardDeviation">Population standard deviation of the bytes.</param>
public sealed record WindowAggregate(
    string Key, long Flows, double Bytes, double Mean, double Min, double Max, double StandardDeviation);
