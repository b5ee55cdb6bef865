using System.Security.Cryptography;

namespace Attune.Realtime.Client.Connections;

/// <summary>Delays that double with each failure in a row up to a cap, with a share drawn by lot. Used by one thread at a time.</summary>
internal sealed class Backoff(RealtimeClientOptions options)
{
    // No later shift could be longer than the cap: the shortest first delay is 1 ms, the longest cap 1 h.
    private const int MostDoublings = 30;

    private readonly Random _lot = new(options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue));

    /// <param name="failures">Failures in a row, 1 for the first.</param>
    public TimeSpan Next(int failures)
    {
        var whole = Math.Min(options.FirstDelay.TotalMilliseconds * (1L << Math.Clamp(failures - 1, 0, MostDoublings)), options.MaxDelay.TotalMilliseconds);

        // Timers count whole milliseconds, and what is announced should be what happens.
        return TimeSpan.FromMilliseconds(Math.Ceiling(whole * (1 - (options.Jitter * _lot.NextDouble()))));
    }
}
