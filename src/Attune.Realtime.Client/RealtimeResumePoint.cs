namespace Attune.Realtime.Client;

/// <summary>Where to go on: the last message of each channel that was dealt with.</summary>
/// <param name="Epoch">The epoch of those messages, <see cref="RealtimeData.Epoch"/>.</param>
/// <param name="Sequences">The last sequence, by channel.</param>
public sealed record RealtimeResumePoint(string Epoch, IReadOnlyDictionary<string, long> Sequences);
