using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Windows;

namespace Attune.Streaming.Recovery;

/// <summary>The pipeline that is killed: sums by key in sliding windows, with late panes.</summary>
public static class RecoveryPipeline
{
    public const string Name = "recovery";

    public static StreamPipeline Build(IStreamSource<RecoveryEvent> source, ISink<RecoveryPane> sink) => Pipeline
        .From(source, StreamTimes.From<RecoveryEvent>(each => each.Time, TimeSpan.FromMilliseconds(600)) with { Step = TimeSpan.FromMilliseconds(100) })
        .KeyBy(each => each.Key)
        .Window(new SlidingWindows(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)), new WindowOptions { AllowedLateness = TimeSpan.FromSeconds(1) })
        .Aggregate(each => each.Value, new SumAggregate())
        .Select(RecoveryPane.Of)
        .To(Name, sink);

    public static GeneratorSource<RecoveryEvent> Source(long count) => new(RecoveryEvent.Of, count);
}
