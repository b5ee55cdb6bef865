using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Windows;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Pipelines;

/// <summary>A second stage with keys gets the panes of all workers of the first, under the least of their watermarks.</summary>
public sealed class TwoStagesLaws
{
    private static readonly Gen<Reading[]> Readings =
        from count in Gen.Choose(1, 300)
        from keys in Gen.ArrayOf(Gen.Choose(0, 20), count)
        from jitter in Gen.ArrayOf(Gen.Choose(-200, 0), count)
        select Enumerable.Range(0, count).Select(i => new Reading(keys[i], i, 1000 + (i * 50) + jitter[i])).ToArray();

    [Fact]
    public void WindowsOverWindows_WithAnyWorkersOfBoth_CountEveryEventOnceAndAreNeverLate() => Prop.ForAll(
        (from readings in Readings
         from first in Gen.Choose(1, 3)
         from second in Gen.Choose(1, 3)
         from batchSize in Gen.Choose(1, 40)
         select (readings, first, second, batchSize)).ToArbitrary(),
        input => Run(input.readings, input.first, input.second, input.batchSize).SequenceEqual(Expected(input.readings)))
        .QuickCheckThrowOnFailure();

    private static List<(int Group, DateTime Start, long Count)> Run(Reading[] readings, int first, int second, int batchSize)
    {
        var sink = new CollectSink<(int, DateTime, long)>();
        var pipeline = Pipeline.From(new MemorySource<Reading>(readings), StreamTimes.From<Reading>(reading => reading.Time, TimeSpan.FromMilliseconds(200)))
            .KeyBy(reading => reading.Key, new KeyOptions<int> { Partitions = first })
            .Window(new TumblingWindows(TimeSpan.FromSeconds(1)))
            .Aggregate(Attune.Streaming.Aggregates.Aggregates.Count<Reading>())
            .KeyBy(pane => pane.Key % 3, new KeyOptions<int> { Partitions = second })
            .Window(new TumblingWindows(TimeSpan.FromSeconds(5)))
            .Aggregate(new SumOfCounts())
            .Select(pane => (pane.Key, pane.Window.Start, pane.Value))
            .To("two", sink);
        pipeline.RunAsync(new PipelineOptions { BatchSize = batchSize, BufferCapacity = 2 }).GetAwaiter().GetResult();
        return [.. sink.Items.Order()];
    }

    private static List<(int Group, DateTime Start, long Count)> Expected(Reading[] readings) =>
        [.. readings.GroupBy(reading => (Group: reading.Key % 3, Start: new TumblingWindows(TimeSpan.FromSeconds(5)).WindowOf(reading.Time).Start))
            .Select(group => (group.Key.Group, group.Key.Start, (long)group.Count())).Order()];
}
