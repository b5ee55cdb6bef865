namespace Attune.Realtime.Client;

/// <summary>A new state of a <see cref="RealtimeClient"/>.</summary>
/// <param name="State">The state.</param>
/// <param name="Reason">Why, in words; null where there is nothing to explain.</param>
/// <param name="NextAttempt">With <see cref="RealtimeConnectionState.Waiting"/>: when the next attempt is.</param>
/// <param name="Failures">Attempts and short-lived connections that failed in a row.</param>
public sealed record RealtimeStateChange(RealtimeConnectionState State, string? Reason, DateTimeOffset? NextAttempt, int Failures);
