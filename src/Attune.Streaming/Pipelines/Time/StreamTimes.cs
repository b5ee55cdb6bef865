namespace Attune.Streaming.Pipelines.Time;

/// <summary>Makes the usual <see cref="StreamTime{T}"/>s.</summary>
public static class StreamTimes
{
    /// <summary>Event time out of the event itself.</summary>
    public static StreamTime<T> From<T>(Func<T, DateTime> selector, TimeSpan maxOutOfOrderness = default) =>
        new() { Selector = selector, MaxOutOfOrderness = maxOutOfOrderness };

    /// <summary>Event time as the source gives it.</summary>
    public static StreamTime<T> OfSource<T>(TimeSpan maxOutOfOrderness = default) => new() { MaxOutOfOrderness = maxOutOfOrderness };

    /// <summary>Time of arrival.</summary>
    public static StreamTime<T> OfArrival<T>() => new() { IsArrival = true };
}
