using Attune.Lab.Benchmarks;
using Attune.Measurement;
using Attune.Suites.Streaming.Kafka;
using Attune.Suites.Streaming.Nexmark;
using Attune.Suites.Streaming.Throughput;
using Attune.Suites.Workloads;

namespace Attune.Suites.Streaming;

/// <summary>The suite <c>streaming</c>: pipelines and their windows, Nexmark, the whole ingest.</summary>
public static class StreamingSuite
{
    /// <summary>The suite's name.</summary>
    public const string Name = "streaming";

    /// <summary>The suite. Parameters: <c>events</c> of a run, <c>rate</c> at which latency is measured (10,000 a second), <c>messages</c> that are parsed (1,000), <c>keys</c> that are held (1,000,000).</summary>
    public static BenchmarkSuite Create() => new(Name, "Events through pipelines, windows and the whole ingest; Nexmark; parsing of mail.", () =>
    {
        var latencies = new SharedRuns<HistogramSnapshot>();
        var (small, large) = (new SharedRuns<HistogramSnapshot>(), new SharedRuns<HistogramSnapshot>());
        var aim = new BenchmarkTarget(100, "guide 4: below 100 ms at 100,000 events/s");
        return
        [
            new WindowedThroughput(), new PartitionThroughput(), new IngestThroughput(),
            new IngestLatency(50, latencies), new IngestLatency(95, latencies), new IngestLatency(99, latencies), new MailParseRate(),
            new KafkaProduce("kafka_produce", 100), new KafkaProduce("kafka_produce_1kb", 1000), new KafkaConsume("kafka_consume", 100), new KafkaConsume("kafka_consume_1kb", 1000),
            new KafkaConsume("topic_throughput", 1000, inMegabytes: true),
            new KafkaEndToEnd("kafka_end_to_end_p50", 50, 100, small), new KafkaEndToEnd("kafka_end_to_end_p99", 99, 100, small, aim),
            new KafkaEndToEnd("kafka_end_to_end_p50_1kb", 50, 1000, large), new KafkaEndToEnd("kafka_end_to_end_p99_1kb", 99, 1000, large, aim),
            WindowRate.TumblingOneKey(), WindowRate.TumblingKeyed(), WindowRate.SlidingKeyed(), WindowRate.SessionKeyed(), new TwoPartitions(),
            .. NexmarkQueries.All.Select(query => new NexmarkBenchmark(query)), new StateSize(), new AllocatedBytes(),
        ];
    });
}
