namespace Attune.Streaming.Windows;

/// <summary>Windows of activity: events of a key that lie at most <see cref="Gap"/> apart share one. It is [first, last + gap).</summary>
/// <remarks>As an event at the very end would still join, a session is over when the watermark has passed its end, not when it has reached it. Two events exactly a gap apart belong together, as in Flink and Kafka Streams; Beam parts them.</remarks>
public sealed class SessionWindows : WindowShape
{
    /// <summary>Makes sessions that end after <paramref name="gap"/>, a positive duration, without an event.</summary>
    public SessionWindows(TimeSpan gap)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(gap, TimeSpan.Zero);
        Gap = gap;
    }

    /// <summary>Longest silence within a session.</summary>
    public TimeSpan Gap { get; }
}
