using Attune.Streaming.Pipelines.Plans;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;

namespace Attune.Streaming.Pipelines;

/// <summary>Where a pipeline begins: <c>Pipeline.From(source, time).Where(…).KeyBy(…).Window(…).Aggregate(…).To(sink)</c>.</summary>
public static class Pipeline
{
    /// <summary>A stream of the events of a source.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="time">What their time is, and how far out of order they may come.</param>
    /// <exception cref="ArgumentOutOfRangeException">A duration of <paramref name="time"/> is negative, or the step is not positive.</exception>
    public static DataStream<T> From<T>(IStreamSource<T> source, StreamTime<T> time)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(time.MaxOutOfOrderness, TimeSpan.Zero, nameof(time));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time.Step, TimeSpan.Zero, nameof(time));
        ArgumentOutOfRangeException.ThrowIfLessThan(time.IdleAfter ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(time));
        ArgumentOutOfRangeException.ThrowIfLessThan(time.MaxFutureSkew ?? TimeSpan.Zero, TimeSpan.Zero, nameof(time));
        return new DataStream<T>(new SourceNode<T>(source, time));
    }
}
