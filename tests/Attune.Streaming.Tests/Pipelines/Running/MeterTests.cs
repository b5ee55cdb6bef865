using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Windows;
using Attune.Testing;

namespace Attune.Streaming.Tests.Pipelines.Running;

public sealed class MeterTests
{
    [Fact]
    public async Task EveryFigure_IsOnTheMeterWithItsPipeline()
    {
        var name = $"metered-{Guid.NewGuid():N}";
        var time = new ManualTimeProvider(new DateTimeOffset(Reading.Start.AddSeconds(10)));
        var source = new PushSource<Reading>(time: time);
        using var figures = new Figures(name);
        var run = await Pipeline.From(source, StreamTimes.From<Reading>(reading => reading.Time))
            .Where(reading => reading.Value >= 0 ? true : throw new InvalidOperationException("negative"))
            .KeyBy(reading => reading.Key)
            .Window(new TumblingWindows(TimeSpan.FromSeconds(1)))
            .Aggregate(Attune.Streaming.Aggregates.Aggregates.Count<Reading>())
            .To(name, new NullSink<Pane<int, long>>())
            .StartAsync(new PipelineOptions { Time = time, FlushDelay = TimeSpan.Zero, Partitions = 2 });
        foreach (var reading in new[] { new Reading(1, 1, 100), new Reading(2, -1, 200), new Reading(3, 1, 2000), new Reading(1, 1, 50) })
        {
            await source.PushAsync(reading);
        }

        await Eventually.TrueAsync(() => run.Statistics is { RecordsIn: 4, RecordsOut: 1, Late: 1, StateCount: 1 });
        figures.Observe();

        figures.Sum("attune.streaming.records.in").ShouldBe(4);
        figures.Sum("attune.streaming.records.out").ShouldBe(1);
        figures.Sum("attune.streaming.late", "2-window").ShouldBe(1);
        figures.Sum("attune.streaming.dead_letters", "1-where", "step-failed").ShouldBe(1);
        figures.Last("attune.streaming.watermark.delay").ShouldBe(8);
        figures.Last("attune.streaming.source.lag").ShouldBe(0);
        figures.Last("attune.streaming.states", "2-window").ShouldBe(1);
        figures.Last("attune.streaming.buffer.fill", "2-window").ShouldBe(0);
        figures.Sum("attune.streaming.batch.size").ShouldBe(4);

        source.Complete();
        await run.Completion;
        figures.Clear();
        figures.Observe();
        figures.IsEmpty.ShouldBeTrue("a run that is over has no gauges");
    }

    /// <summary>What one pipeline measured.</summary>
    private sealed class Figures : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(string Key, double Value)> _measured = new();
        private readonly string _pipeline;

        public Figures(string pipeline)
        {
            _pipeline = pipeline;
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Attune.Streaming")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument.Name, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument.Name, value, tags));
            _listener.Start();
        }

        public bool IsEmpty => _measured.IsEmpty;

        public void Observe() => _listener.RecordObservableInstruments();

        public void Clear() => _measured.Clear();

        public double Sum(params string[] key) => _measured.Where(each => each.Key == string.Join(' ', key)).Sum(each => each.Value);

        public double Last(params string[] key) => _measured.Last(each => each.Key == string.Join(' ', key)).Value;

        public void Dispose() => _listener.Dispose();

        private void Take(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Length > 0 && tags[0].Key == "pipeline" && Equals(tags[0].Value, _pipeline))
            {
                _measured.Enqueue((string.Join(' ', tags[1..].ToArray().Select(tag => tag.Value).Prepend(name)), value));
            }
        }
    }
}
