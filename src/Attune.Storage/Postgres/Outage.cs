namespace Attune.Storage.Postgres;

/// <summary>For how long the server has been away, and how long to wait before the next attempt: none before the second, then from 100 ms doubling to 2 s.</summary>
/// <remarks>The patience counts from the beginning of the outage, not for each group, so that those that queued up behind the first do not each wait as long again.</remarks>
internal sealed class Outage(TimeProvider time, TimeSpan patience) : IDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _closing = new();
    private long? _since;
    private int _attempts;

    /// <summary>True between the first failure and <see cref="End"/>.</summary>
    public bool IsOn => _since is not null;

    /// <summary>Begins an outage or continues it. Returns false when the patience is over; else waits and returns true.</summary>
    public bool TryWait()
    {
        _since ??= time.GetTimestamp();
        var left = patience - time.GetElapsedTime(_since.Value);
        if (left <= TimeSpan.Zero)
        {
            return false;
        }

        if (_attempts++ == 0)
        {
            return true;
        }

        var pause = First * Math.Pow(2, Math.Min(_attempts - 2, 10));
        pause = pause < Longest ? pause : Longest;
        return Wait(pause < left ? pause : left);
    }

    /// <summary>From now on there is no waiting: the one that is under way ends, and an attempt without a pause before it is the last. Called by any thread.</summary>
    public void EndPatience() => _closing.Cancel();

    /// <summary>The server answers. Returns how long it was away; null when it was not.</summary>
    public TimeSpan? End()
    {
        var away = _since is { } since ? time.GetElapsedTime(since) : (TimeSpan?)null;
        (_since, _attempts) = (null, 0);
        return away;
    }

    public void Dispose() => _closing.Dispose();

    /// <summary>Blocks the writer's own thread, by the injected clock; false when the patience ended meanwhile.</summary>
    private bool Wait(TimeSpan pause)
    {
        try
        {
            Task.Delay(pause, time, _closing.Token).GetAwaiter().GetResult();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
