using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Windows;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Pipelines;

/// <summary>Windows in a pipeline: the same panes whatever the number of workers and the size of batches.</summary>
public sealed class WindowPipelineLaws
{
    private static readonly Gen<Reading[]> Readings =
        from count in Gen.Choose(0, 400)
        from keys in Gen.ArrayOf(Gen.Choose(0, 7), count)
        from jitter in Gen.ArrayOf(Gen.Choose(-1500, 100), count)
        select Enumerable.Range(0, count).Select(i => new Reading(keys[i], i, 2000 + (i * 20) + jitter[i])).ToArray();

    [Fact]
    public void Panes_WithAnyPartitionsAndBatchSizes_AreThoseOfOneWorkerWithOneEventAtATime() => Prop.ForAll(
        (from readings in Readings
         from partitions in Gen.Choose(1, 4)
         from batchSize in Gen.Choose(1, 64)
         select (readings, partitions, batchSize)).ToArbitrary(),
        input =>
        {
            var (panes, late) = Run(input.readings, input.partitions, input.batchSize);
            var (expectedPanes, expectedLate) = Run(input.readings, 1, 1);
            return panes.SequenceEqual(expectedPanes) && late.SequenceEqual(expectedLate)
                && panes.Where(pane => pane.IsFinal).Sum(pane => pane.Value) + late.Count == input.readings.Length;
        }).QuickCheckThrowOnFailure();

    private static (List<Pane<int, long>> Panes, List<Reading> Late) Run(Reading[] readings, int partitions, int batchSize)
    {
        var sink = new CollectSink<Pane<int, long>>();
        var late = new CollectSink<Reading>();
        Pipeline.From(new MemorySource<Reading>(readings), StreamTimes.From<Reading>(reading => reading.Time, TimeSpan.FromMilliseconds(300)))
            .KeyBy(reading => reading.Key)
            .Window(new TumblingWindows(TimeSpan.FromSeconds(1)), new WindowOptions { AllowedLateness = TimeSpan.FromMilliseconds(400), AlwaysFireFinal = true })
            .LateTo(late)
            .Aggregate(Attune.Streaming.Aggregates.Aggregates.Count<Reading>())
            .To("windows", sink)
            .RunAsync(new PipelineOptions { Partitions = partitions, BatchSize = batchSize })
            .GetAwaiter().GetResult();
        return ([.. sink.Items.OrderBy(pane => pane.Key).ThenBy(pane => pane.Window.Start).ThenBy(pane => pane.Index)], [.. late.Items.OrderBy(reading => reading.Value)]);
    }
}
