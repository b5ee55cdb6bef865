using System.Diagnostics;
using Attune.Lab.Benchmarks;
using Attune.Streaming.Aggregates;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Windows;

namespace Attune.Suites.Streaming.Kafka;

/// <summary>Events that lie in Kafka, read, decoded and counted in windows.</summary>
/// <param name="name">Name of the benchmark.</param>
/// <param name="eventBytes">Bytes of an event.</param>
/// <param name="inMegabytes">Whether megabytes are counted instead of events.</param>
internal sealed class KafkaConsume(string name, int eventBytes, bool inMegabytes = false) : KafkaBenchmark(
    name, $"JSON events of {eventBytes} bytes read from Kafka on loopback, {KafkaUnderTest.Partitions} partitions, decoded, and summed up in windows of 1 s for 1,000 keys", eventBytes)
{
    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported(inMegabytes ? "MB/s" : "events/s", Better.Higher);

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var events = context.Parameter("events", EventBytes > 500 ? 40_000 : 300_000, 1, 10_000_000);
        var topic = Kafka.NewTopic();
        await using (var sink = Kafka.Sink(topic))
        {
            await sink.OpenAsync(cancellationToken);
            await KafkaUnderTest.WriteAsync(sink, events, cancellationToken);
        }

        var (count, numbers) = (0L, 0L);
        var pipeline = Pipeline.From(Kafka.Source(topic, stopAtEnd: true), StreamTimes.OfSource<KafkaEvent>())
            .KeyBy(item => item.Key)
            .Window(new TumblingWindows(TimeSpan.FromSeconds(1)))
            .Aggregate(item => (double)item.Number, Aggregates.Statistics())
            .To("kafka-consume", new DelegateSink<Pane<int, Attune.Measurement.RunningStatistics>>((panes, _) =>
            {
                foreach (var pane in panes.Span)
                {
                    count += pane.Value.Count;
                    numbers += (long)Math.Round(pane.Value.Mean * pane.Value.Count);
                }

                return ValueTask.CompletedTask;
            }));
        var start = Stopwatch.GetTimestamp();
        await pipeline.RunAsync(new PipelineOptions { BatchSize = 8192 }, cancellationToken);
        var rate = events / Stopwatch.GetElapsedTime(start).TotalSeconds;
        context.Report(inMegabytes ? rate * EventBytes / 1e6 : rate);
        context.ReportQuality("received", count / (double)events);
        Check(events, count, numbers);
        Kafka.DeleteTopic(topic);
    }
}
