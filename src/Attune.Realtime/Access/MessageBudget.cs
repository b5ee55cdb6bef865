namespace Attune.Realtime.Access;

/// <summary>How many messages one client may send: a number a minute, and so many at once after a silence.</summary>
/// <remarks>
/// A token bucket that keeps one number, the time at which it will be full again (the generic cell rate algorithm of ITU-T I.371).
/// Thread-safe without a lock.
/// </remarks>
internal sealed class MessageBudget
{
    private readonly long _interval;
    private readonly long _tolerance;
    private long _full = long.MinValue;

    /// <param name="perMinute">Messages a minute, 1 to 10,000,000.</param>
    /// <param name="burst">Messages at once, at least 1.</param>
    /// <param name="time">Gives the unit of timestamps.</param>
    public MessageBudget(int perMinute, int burst, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perMinute, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(perMinute, 10_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(burst, 1);

        // Rounded up: never more than was allowed.
        _interval = ((60 * time.TimestampFrequency) + perMinute - 1) / perMinute;
        _tolerance = (long)Int128.Min((Int128)_interval * (burst - 1), long.MaxValue / 4);
    }

    /// <summary>A budget whose burst is that of a whole minute.</summary>
    public MessageBudget(int perMinute, TimeProvider time)
        : this(perMinute, perMinute, time)
    {
    }

    /// <summary>Takes one message from the budget; false when it is used up.</summary>
    /// <param name="timestamp">Now, by <see cref="TimeProvider.GetTimestamp"/>.</param>
    public bool TryTake(long timestamp)
    {
        while (true)
        {
            var full = Volatile.Read(ref _full);
            var from = Math.Max(full, timestamp);
            if (from - timestamp > _tolerance)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _full, from + _interval, full) == full)
            {
                return true;
            }
        }
    }
}
