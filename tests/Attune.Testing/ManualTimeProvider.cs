namespace Attune.Testing;

/// <summary>A clock that stands still until a test advances it; timers fire, in order of their due time, inside <see cref="Advance"/>.</summary>
/// <remarks>Thread-safe. Callbacks run on the advancing thread, outside the lock, and see the time at which they were due.</remarks>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly DateTimeOffset _start;
    private long _elapsedTicks;
    private long _sequence;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    public ManualTimeProvider(DateTimeOffset start) => _start = start.ToUniversalTime();

    /// <summary>Timers that will still fire: a test can see that the code under test has begun to wait.</summary>
    public int ActiveTimers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => _start.AddTicks(GetTimestamp());

    public override long GetTimestamp() => Interlocked.Read(ref _elapsedTicks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves time forward and fires every timer that becomes due, each at its own time; a zero step fires what is due now.</summary>
    public void Advance(TimeSpan step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, TimeSpan.Zero);
        var end = GetTimestamp() + step.Ticks;
        while (TakeDue(end) is { } timer)
        {
            timer.Fire();
        }

        MoveTo(end);
    }

    internal void Schedule(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                (timer.Due, timer.Period, timer.Order) = (GetTimestamp() + dueTime.Ticks, period, _sequence++);
                _timers.Add(timer);
            }
        }
    }

    internal void Remove(ManualTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    private ManualTimer? TakeDue(long end)
    {
        lock (_gate)
        {
            var next = _timers.OrderBy(timer => timer.Due).ThenBy(timer => timer.Order).FirstOrDefault();
            if (next is null || next.Due > end)
            {
                return null;
            }

            MoveTo(next.Due);
            if (next.Period > TimeSpan.Zero)
            {
                (next.Due, next.Order) = (next.Due + next.Period.Ticks, _sequence++);
            }
            else
            {
                _timers.Remove(next);
            }

            return next;
        }
    }

    private void MoveTo(long ticks)
    {
        // A callback may have advanced the clock itself: time never goes back.
        lock (_gate)
        {
            _elapsedTicks = Math.Max(_elapsedTicks, ticks);
        }
    }
}
