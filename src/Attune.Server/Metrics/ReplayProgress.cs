namespace Attune.Server.Metrics;

/// <summary>How far a replay is.</summary>
/// <param name="Done">Units (messages, lines) done.</param>
/// <param name="Total">Units in all; null when unknown.</param>
/// <param name="EventTime">Event time that the replay has reached.</param>
public sealed record ReplayProgress(long Done, long? Total, DateTime? EventTime);
