using System.Diagnostics;

namespace Attune.Suites.Workloads;

/// <summary>A steady beat. When the caller falls behind, beats come at once until it has caught up, each with the time at which it was due.</summary>
internal sealed class Pace(double perSecond)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _beats;

    /// <summary>Waits for the next beat and returns the timestamp at which it was due.</summary>
    public async ValueTask<long> NextAsync(CancellationToken cancellationToken)
    {
        var due = Due();
        while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is var wait && wait > TimeSpan.Zero)
        {
            // Delays are in whole milliseconds and may end a little early; a beat must not come before its time.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), cancellationToken);
        }

        return due;
    }

    /// <summary>The same on a thread of the caller's own: to a millisecond, where the timers behind <see cref="NextAsync"/> may be 4 ms late.</summary>
    public long Next(CancellationToken cancellationToken)
    {
        var due = Due();
        while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is var wait && wait > TimeSpan.Zero)
        {
            cancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return due;
    }

    private long Due() => _start + (long)(_beats++ / perSecond * Stopwatch.Frequency);
}
