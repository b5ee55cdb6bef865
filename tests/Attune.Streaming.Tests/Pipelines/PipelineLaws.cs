using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Pipelines;

/// <summary>What a pipeline gives depends on the events and their order only.</summary>
public sealed class PipelineLaws
{
    private static readonly StreamTime<Reading> Times = StreamTimes.From<Reading>(reading => reading.Time, TimeSpan.FromMilliseconds(500)) with { Step = TimeSpan.FromMilliseconds(100) };

    private static readonly Gen<Reading[]> Readings =
        from count in Gen.Choose(0, 400)
        from keys in Gen.ArrayOf(Gen.Choose(0, 7), count)
        from jitter in Gen.ArrayOf(Gen.Choose(-900, 100), count)
        select Enumerable.Range(0, count).Select(i => new Reading(keys[i], i, 1000 + (i * 20) + jitter[i])).ToArray();

    [Fact]
    public void Results_WithAnyPartitionsAndBatchSizes_AreThoseOfANaiveRun() => Prop.ForAll(
        (from readings in Readings
         from partitions in Gen.Choose(1, 4)
         from batchSize in Gen.Choose(1, 64)
         from capacity in Gen.Choose(1, 3)
         select (readings, partitions, batchSize, capacity)).ToArbitrary(),
        input => Run(input.readings, input.partitions, input.batchSize, input.capacity).SequenceEqual(Naive(input.readings)))
        .QuickCheckThrowOnFailure();

    private static List<(int Key, long Second, long Sum)> Run(Reading[] readings, int partitions, int batchSize, int capacity)
    {
        var sink = new CollectSink<(int Key, long Second, long Sum)>();
        Pipeline.From(new MemorySource<Reading>(readings), Times)
            .Where(reading => reading.Value % 5 != 3)
            .KeyBy(reading => reading.Key)
            .Process(new SumPerSecond())
            .Select(result => result with { Sum = result.Sum * 2 })
            .To("law", sink)
            .RunAsync(new PipelineOptions { Partitions = partitions, BatchSize = batchSize, BufferCapacity = capacity })
            .GetAwaiter().GetResult();
        return [.. sink.Items.Order()];
    }

    private static List<(int Key, long Second, long Sum)> Naive(Reading[] readings)
    {
        var sums = new Dictionary<(int Key, long Second), long>();
        var results = new List<(int, long, long)>();
        var latest = long.MinValue;
        foreach (var reading in readings)
        {
            var watermark = latest == long.MinValue ? long.MinValue : (latest - TimeSpan.FromMilliseconds(500).Ticks) / TimeSpan.FromMilliseconds(100).Ticks * TimeSpan.FromMilliseconds(100).Ticks;
            var second = reading.Time.Ticks / TimeSpan.TicksPerSecond;
            if (reading.Value % 5 != 3)
            {
                if ((second + 1) * TimeSpan.TicksPerSecond <= watermark)
                {
                    results.Add((reading.Key, second, -2));
                }
                else
                {
                    sums[(reading.Key, second)] = sums.GetValueOrDefault((reading.Key, second)) + (reading.Value * 2);
                }
            }

            latest = Math.Max(latest, reading.Time.Ticks);
        }

        results.AddRange(sums.Select(pair => (pair.Key.Key, pair.Key.Second, pair.Value)));
        return [.. results.Order()];
    }
}
