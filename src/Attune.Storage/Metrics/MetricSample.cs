namespace Attune.Storage;

/// <summary>A metric's value at one moment.</summary>
/// <param name="Name">Name of the metric, for example <c>attune.storage.rows</c>.</param>
/// <param name="Tags">What tells one series of the metric from another, in one canonical form, for example <c>stream=mail,table=flows</c>; empty for none.</param>
/// <param name="Timestamp">When, UTC, 1970 or later; kept to the millisecond.</param>
/// <param name="Value">The value, of less than 1e150 either side of zero, so that its square can be computed.</param>
public sealed record MetricSample(string Name, string Tags, DateTime Timestamp, double Value);
