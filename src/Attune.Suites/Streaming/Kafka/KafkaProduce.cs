using System.Diagnostics;
using Attune.Lab.Benchmarks;

namespace Attune.Suites.Streaming.Kafka;

/// <summary>Events that are encoded as JSON, sent, and acknowledged.</summary>
internal sealed class KafkaProduce(string name, int eventBytes) : KafkaBenchmark(
    name, $"JSON events of {eventBytes} bytes encoded, sent to Kafka on loopback (acks=all, idempotent) and acknowledged", eventBytes)
{
    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("events/s", Better.Higher);

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var events = context.Parameter("events", EventBytes > 500 ? 50_000 : 300_000, 1, 10_000_000);
        var topic = Kafka.NewTopic();
        await using (var sink = Kafka.Sink(topic))
        {
            await sink.OpenAsync(cancellationToken);
            await sink.WriteAsync(new[] { KafkaUnderTest.Event(0, 0) }, cancellationToken); // connects
            await sink.FlushAsync(cancellationToken);
            var start = Stopwatch.GetTimestamp();
            await KafkaUnderTest.WriteAsync(sink, events, cancellationToken);
            context.Report(events / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        // One more: the event that connected.
        var taken = await Kafka.EndAsync(topic, cancellationToken) - 1;
        context.ReportQuality("acknowledged", taken / (double)events);
        if (taken != events)
        {
            throw new InvalidOperationException($"The cluster has {taken} of {events} acknowledged events.");
        }

        Kafka.DeleteTopic(topic);
    }
}
