using System.Diagnostics;
using Attune.Lab.Benchmarks;
using Attune.Measurement;
using Attune.Streaming.Aggregates;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Windows;
using Attune.Suites.Workloads;

namespace Attune.Suites.Streaming.Kafka;

/// <summary>How long events take through Kafka into their windows at a fixed rate, from the instant at which they were due: a stall delays all that follow.</summary>
internal sealed class KafkaEndToEnd(string name, double percentile, int eventBytes, SharedRuns<HistogramSnapshot> runs, BenchmarkTarget? aim = null) : KafkaBenchmark(
    name,
    $"{percentile} % of JSON events of {eventBytes} bytes, 100,000 a second offered: from their due time through Kafka on loopback, decoded, to the pipeline that sums them up in windows",
    eventBytes,
    aim)
{
    private const int TicksPerSecond = 500;

    private readonly SharedRuns<HistogramSnapshot>.Cursor _seen = new();

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("ms", Better.Lower);

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var rate = context.Parameter("rate", 100_000, TicksPerSecond, 1_000_000);
        var events = context.Parameter("events", 3 * rate, TicksPerSecond, 10_000_000);
        var latencies = await runs.NextAsync(_seen, context, () => MeasureAsync(rate, events, cancellationToken));
        context.Report(latencies.Percentile(percentile) * 1e3);
        context.ReportQuality("received", latencies.Count / (double)events);
    }

    private async Task<HistogramSnapshot> MeasureAsync(int rate, int events, CancellationToken cancellationToken)
    {
        var topic = Kafka.NewTopic();
        var latencies = new LatencyHistogram();
        var (count, numbers) = (0L, 0L);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pipeline = Pipeline.From(Kafka.Source(topic, stopAtEnd: false), StreamTimes.OfSource<KafkaEvent>())
            .Where(item =>
            {
                latencies.Record(Stopwatch.GetElapsedTime(item.Due));
                numbers += item.Number;
                if (++count == events)
                {
                    all.TrySetResult();
                }

                return true;
            })
            .KeyBy(item => item.Key)
            .Window(new TumblingWindows(TimeSpan.FromSeconds(1)))
            .Aggregate(item => item.Amount, Aggregates.Statistics())
            .To("kafka-end-to-end", new NullSink<Pane<int, RunningStatistics>>());
        await using var run = await pipeline.StartAsync(new PipelineOptions { FlushDelay = TimeSpan.FromMilliseconds(2) }, cancellationToken);
        await using var sink = Kafka.Sink(topic);
        await sink.OpenAsync(cancellationToken);
        await SendAsync(sink, rate, events, cancellationToken);
        if (await Task.WhenAny(all.Task, run.Completion).WaitAsync(TimeSpan.FromMinutes(2), cancellationToken) == run.Completion)
        {
            await run.Completion;
        }

        Check(events, count, numbers);
        await run.DisposeAsync();
        Kafka.DeleteTopic(topic);
        return latencies.Snapshot();
    }

    private static async Task SendAsync(Attune.Streaming.Kafka.KafkaSink<KafkaEvent> sink, int rate, int events, CancellationToken cancellationToken)
    {
        var batch = new KafkaEvent[rate / TicksPerSecond];
        var pace = new Pace(TicksPerSecond);
        for (var from = 0; from < events; from += batch.Length)
        {
            var due = await pace.NextAsync(cancellationToken);
            var length = Math.Min(batch.Length, events - from);
            for (var index = 0; index < length; index++)
            {
                batch[index] = KafkaUnderTest.Event(from + index, due);
            }

            await sink.WriteAsync(batch.AsMemory(0, length), cancellationToken);
        }

        await sink.FlushAsync(cancellationToken);
    }
}
