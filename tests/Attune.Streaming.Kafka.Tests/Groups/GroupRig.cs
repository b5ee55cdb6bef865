using System.Collections.Concurrent;
using System.Text;
using Attune.Streaming.Checkpoints;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Windows;
using Attune.Testing;

namespace Attune.Streaming.Kafka.Tests.Groups;

/// <summary>Counts numbers by key in windows of ten seconds of event time, with any number of members; number n happens at second n / 20.</summary>
internal sealed class GroupRig : IDisposable
{
    private static readonly DateTime Start = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly TemporaryFolder _folder = new();
    private readonly TestCluster _cluster;

    private GroupRig(TestCluster cluster, string topic, int partitions)
    {
        (_cluster, Topic, Partitions) = (cluster, topic, partitions);
        Kafka = cluster.Options();
        Kafka.ConsumerOverrides["session.timeout.ms"] = "6000";
        Kafka.ConsumerOverrides["heartbeat.interval.ms"] = "200";
    }

    public string Topic { get; }

    public int Partitions { get; }

    public KafkaOptions Kafka { get; }

    /// <summary>Results by key and window; one that comes again must be the same.</summary>
    public ConcurrentDictionary<(int Key, DateTime Window), long> Results { get; } = new();

    /// <summary>Results that came again with another value.</summary>
    public ConcurrentQueue<string> Contradictions { get; } = new();

    public static async Task<GroupRig> NewAsync(TestCluster cluster, int partitions = 6) => new(cluster, await cluster.TopicAsync(partitions), partitions);

    public static Dictionary<(int Key, DateTime Window), long> Expected(IEnumerable<int> numbers) => numbers
        .GroupBy(number => (number % 50, Start.AddSeconds(number / 200 * 10)))
        .ToDictionary(group => group.Key, group => (long)group.Count());

    /// <summary>Writes numbers to the partitions of their keys.</summary>
    public async Task WriteAsync(IEnumerable<int> numbers)
    {
        var encoder = KafkaEncoders.From<int>((number, record) =>
        {
            Encoding.UTF8.GetBytes($"{number % 50}", record.Key);
            Encoding.UTF8.GetBytes($"{number}", record.Value);
            record.Timestamp = Start.AddSeconds(number / 20.0).Ticks;
        });
        await using var sink = new KafkaSink<int>(Kafka, new KafkaSinkOptions { Topic = Topic }, encoder);
        await sink.OpenAsync(default);
        await sink.WriteAsync(numbers.ToArray(), default);
        await sink.FlushAsync(default);
    }

    /// <summary>A late hour in each partition, so that all windows before it close.</summary>
    public async Task CloseWindowsAsync()
    {
        using var producer = new Confluent.Kafka.ProducerBuilder<byte[]?, string>(new Confluent.Kafka.ProducerConfig { BootstrapServers = Kafka.BootstrapServers }).Build();
        for (var partition = 0; partition < Partitions; partition++)
        {
            await producer.ProduceAsync(new Confluent.Kafka.TopicPartition(Topic, partition), new Confluent.Kafka.Message<byte[]?, string>
            {
                Value = "-1",
                Timestamp = new Confluent.Kafka.Timestamp(Start.AddDays(1)),
            });
        }
    }

    public KafkaGroupMember Join() => new KafkaStreamGroup<int>(
        Kafka, new KafkaGroupOptions { Topic = Topic, Group = $"{Topic}-group" }, Numbered.Decoder, Describe).Join(new PipelineOptions
        {
            Checkpoints = new FolderCheckpointStore(_folder.Path),
            CheckpointInterval = TimeSpan.FromMilliseconds(200),
        });

    public void LoseCheckpoints() => Directory.Delete(_folder.Path, recursive: true);

    public void Dispose() => _folder.Dispose();

    private StreamPipeline Describe(KafkaPartition<int> partition) => Pipeline
        .From(partition.Source, StreamTimes.OfSource<int>())
        .Where(number => number >= 0)
        .KeyBy(number => number % 50)
        .Window(new TumblingWindows(TimeSpan.FromSeconds(10)))
        .Aggregate(Streaming.Aggregates.Aggregates.Count<int>())
        .To(partition.Name, new DelegateSink<Pane<int, long>>((panes, _) =>
        {
            foreach (var pane in panes.Span)
            {
                if (!Results.TryAdd((pane.Key, pane.Window.Start), pane.Value) && Results[(pane.Key, pane.Window.Start)] != pane.Value)
                {
                    Contradictions.Enqueue($"{pane}");
                }
            }

            return ValueTask.CompletedTask;
        }));
}
