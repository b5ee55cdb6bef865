namespace Attune.Streaming.Windows;

/// <summary>Windows of equal size that follow each other without gap or overlap, aligned to 1970-01-01T00:00Z.</summary>
public sealed class TumblingWindows : IWindowAssigner
{
    private readonly long _size;

    /// <summary>Makes windows of <paramref name="size"/>, a positive duration.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not positive.</exception>
    public TumblingWindows(TimeSpan size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(size, TimeSpan.Zero);
        _size = size.Ticks;
    }

    /// <summary>The one window that holds <paramref name="timestamp"/>.</summary>
    public TimeWindow WindowOf(DateTime timestamp)
    {
        var sinceEpoch = timestamp.Ticks - DateTime.UnixEpoch.Ticks;
        var offset = sinceEpoch % _size;
        var start = timestamp.Ticks - (offset < 0 ? offset + _size : offset);
        return new TimeWindow(
            new DateTime(Math.Max(start, 0), DateTimeKind.Utc),
            new DateTime(start < DateTime.MaxValue.Ticks - _size ? start + _size : DateTime.MaxValue.Ticks, DateTimeKind.Utc));
    }

    /// <inheritdoc/>
    public void Assign(DateTime timestamp, ICollection<TimeWindow> windows) => windows.Add(WindowOf(timestamp));
}
