namespace Attune.Realtime.Protocol;

/// <summary>Where a client stopped.</summary>
/// <param name="Epoch">The server's run in which the sequences were given.</param>
/// <param name="Sequences">By channel, the last sequence that was received.</param>
internal sealed record ResumePoint(string Epoch, IReadOnlyDictionary<string, long> Sequences);
