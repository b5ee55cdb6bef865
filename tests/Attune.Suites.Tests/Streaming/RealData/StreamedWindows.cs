using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Windows;

namespace Attune.Suites.Tests.Streaming.RealData;

/// <summary>The windows of a log by a pipeline that reads it line by line.</summary>
internal static class StreamedWindows
{
    public static async Task<(List<RealWindow> Windows, List<RealEvent> Late)> RunAsync(RealEvent[] arrivals, WindowShape shape, TimeSpan outOfOrderness, int partitions = 1)
    {
        var panes = new CollectSink<RealWindow>();
        var late = new CollectSink<RealEvent>();
        await Pipeline
            .From(new MemorySource<RealEvent>(arrivals, "log"), StreamTimes.From<RealEvent>(item => new DateTime(item.Time, DateTimeKind.Utc), outOfOrderness))
            .KeyBy(item => item.Key)
            .Window(shape)
            .LateTo(late)
            .Aggregate(new RealSums())
            .Select(pane => new RealWindow(pane.Key, pane.Window.Start, pane.Window.End, pane.Value.Count, pane.Value.Bytes, pane.Value.Largest))
            .To("real-log", panes)
            .RunAsync(new PipelineOptions { Partitions = partitions });
        return ([.. panes.Items], [.. late.Items]);
    }
}
