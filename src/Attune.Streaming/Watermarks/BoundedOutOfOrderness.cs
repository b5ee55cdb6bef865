namespace Attune.Streaming.Watermarks;

/// <summary>A watermark that trails the latest event time by a fixed bound.</summary>
public sealed class BoundedOutOfOrderness(TimeSpan bound)
{
    private DateTime _latest = DateTime.MinValue;

    /// <summary>The watermark; <see cref="DateTime.MinValue"/> before the first event.</summary>
    public DateTime Watermark => _latest.Ticks > bound.Ticks ? _latest - bound : DateTime.MinValue;

    /// <summary>Takes note of an event time and returns the watermark.</summary>
    public DateTime Observe(DateTime timestamp)
    {
        if (timestamp > _latest)
        {
            _latest = timestamp;
        }

        return Watermark;
    }
}
