using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Attune.Streaming.Pipelines.Running.Meters;

/// <summary>The instruments of all pipelines of the process, on the meter <c>Attune.Streaming</c>.</summary>
internal static class StreamingMeter
{
    private static readonly Meter Meter = new("Attune.Streaming");
    private static readonly ConcurrentDictionary<PipelineMeter, bool> Pipelines = new();

    static StreamingMeter()
    {
        Meter.CreateObservableGauge("attune.streaming.watermark.delay", () => Each(pipeline => pipeline.WatermarkDelay), "s", "Clock less the source's watermark.");
        Meter.CreateObservableGauge("attune.streaming.source.lag", () => Each(pipeline => pipeline.SourceLag), "{record}", "Events that wait in the source.");
        Meter.CreateObservableGauge("attune.streaming.states", () => Stages(stage => stage.StateCount), "{state}", "States held, by stage.");
        Meter.CreateObservableGauge("attune.streaming.buffer.fill", () => Stages(stage => stage.BufferFill), "1", "Fullest buffer of a stage, 0 to 1.");
    }

    public static Counter<long> RecordsIn { get; } = Meter.CreateCounter<long>("attune.streaming.records.in", "{record}", "Events read.");

    public static Counter<long> RecordsOut { get; } = Meter.CreateCounter<long>("attune.streaming.records.out", "{record}", "Results written.");

    public static Counter<long> Late { get; } = Meter.CreateCounter<long>("attune.streaming.late", "{record}", "Events that came after their window and the allowed lateness.");

    public static Counter<long> Dropped { get; } = Meter.CreateCounter<long>("attune.streaming.dropped", "{record}", "Events dropped because a buffer was full.");

    public static Counter<long> DeadLetters { get; } = Meter.CreateCounter<long>("attune.streaming.dead_letters", "{record}", "Events that could not be used, by reason.");

    public static Counter<long> LostDeadLetters { get; } =
        Meter.CreateCounter<long>("attune.streaming.dead_letters.lost", "{record}", "Dead letters that their sink did not take.");

    public static Histogram<long> BatchSize { get; } = Meter.CreateHistogram<long>("attune.streaming.batch.size", "{record}", "Events of a batch as read.");

    public static void Add(PipelineMeter pipeline) => Pipelines.TryAdd(pipeline, true);

    public static void Remove(PipelineMeter pipeline) => Pipelines.TryRemove(pipeline, out _);

    private static IEnumerable<Measurement<double>> Each(Func<PipelineMeter, double?> value)
    {
        foreach (var (pipeline, _) in Pipelines)
        {
            if (value(pipeline) is { } found)
            {
                yield return new Measurement<double>(found, pipeline.Tag);
            }
        }
    }

    private static IEnumerable<Measurement<double>> Stages(Func<StageMeter, double?> value)
    {
        foreach (var (pipeline, _) in Pipelines)
        {
            foreach (var stage in pipeline.Stages)
            {
                if (value(stage) is { } found)
                {
                    yield return new Measurement<double>(found, pipeline.Tag, stage.Tag);
                }
            }
        }
    }
}
