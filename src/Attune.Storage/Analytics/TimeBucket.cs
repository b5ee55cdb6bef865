namespace Attune.Storage;

/// <summary>Statistics of the values in one bucket of time and one group.</summary>
/// <param name="Start">First instant of the bucket, UTC; buckets are counted from 1970.</param>
/// <param name="Group">The group; null when not grouped, and for rows that have no value in that column.</param>
/// <param name="Count">Number of values.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The largest.</param>
/// <param name="StandardDeviation">Sample standard deviation (divisor n - 1); null for one value.</param>
public sealed record TimeBucket(DateTime Start, string? Group, long Count, double Mean, double Min, double Max, double? StandardDeviation);
