using Attune.Streaming.Kafka;
using Attune.Streaming.Kafka.Loopback;

namespace Attune.Suites.Streaming.Kafka;

/// <summary>A cluster of three brokers in this process, and events for it.</summary>
internal sealed class KafkaUnderTest : IDisposable
{
    /// <summary>What the guide plans for 50 MB/s and 12 consumers.</summary>
    public const int Partitions = 16;
    private const int Keys = 1000;
    private const int Chunk = 1000;

    private static readonly DateTime Start = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly LoopbackCluster _cluster = LoopbackCluster.Start();
    private int _topics;

    public KafkaUnderTest(int eventBytes)
    {
        Codec = new KafkaEventCodec(eventBytes, Start);
        Options = new KafkaOptions { BootstrapServers = _cluster.BootstrapServers };
        Options.ConsumerOverrides["fetch.wait.max.ms"] = "5"; // a broker answers when a record comes; this cluster waits for all of it
    }

    /// <summary>Profile durable: acks=all, idempotent.</summary>
    public KafkaOptions Options { get; }

    public KafkaEventCodec Codec { get; }

    public string NewTopic()
    {
        var name = $"events-{++_topics}";
        _cluster.CreateTopic(name, Partitions);
        return name;
    }

    /// <summary>Frees what a run has written.</summary>
    public void DeleteTopic(string topic) => _cluster.DeleteTopic(topic);

    public KafkaSink<KafkaEvent> Sink(string topic) => new(Options, new KafkaSinkOptions { Topic = topic }, Codec);

    public KafkaSource<KafkaEvent> Source(string topic, bool stopAtEnd) =>
        new(Options, new KafkaSourceOptions { Topic = topic, StopAtEnd = stopAtEnd, StartAtCommitted = false }, Codec);

    public static KafkaEvent Event(int number, long due) => new(number, (int)((uint)(number * 2654435761L) % Keys), number % 100 / 4.0, due);

    /// <summary>Writes events and waits until the cluster has acknowledged all of them.</summary>
    public static async Task WriteAsync(KafkaSink<KafkaEvent> sink, int count, CancellationToken cancellationToken)
    {
        var chunk = new KafkaEvent[Chunk];
        for (var from = 0; from < count; from += Chunk)
        {
            var length = Math.Min(Chunk, count - from);
            for (var index = 0; index < length; index++)
            {
                chunk[index] = Event(from + index, due: 0);
            }

            await sink.WriteAsync(chunk.AsMemory(0, length), cancellationToken);
        }

        await sink.FlushAsync(cancellationToken);
    }

    /// <summary>How many events the topic has taken.</summary>
    public async Task<long> EndAsync(string topic, CancellationToken cancellationToken)
    {
        var source = new KafkaSource<KafkaEvent>(Options, new KafkaSourceOptions { Topic = topic, Start = KafkaStart.Latest, StartAtCommitted = false }, Codec);
        await using var reader = await source.OpenAsync(null, cancellationToken);
        return source.Lags.Sum(lag => lag.Next);
    }

    public void Dispose() => _cluster.Dispose();
}
