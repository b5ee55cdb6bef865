using Attune.Lab.Benchmarks;
using Attune.Suites.Workloads;

namespace Attune.Suites.Streaming.Kafka;

/// <summary>A benchmark against a cluster in this process: client, brokers and pipeline share the processors.</summary>
internal abstract class KafkaBenchmark(string name, string description, int eventBytes, BenchmarkTarget? aim = null) : RoomBenchmark(StreamingSuite.Name, name, description, aim)
{
    private KafkaUnderTest? _kafka;

    protected int EventBytes { get; } = eventBytes;

    protected KafkaUnderTest Kafka => _kafka!;

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { Iterations = 5, WarmupIterations = 1 };

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _kafka = new KafkaUnderTest(EventBytes);
        context.Note("cluster", "librdkafka's mock cluster, 3 brokers in this process");
        context.Note("profile", "durable, but fetch.wait.max.ms=5: a broker answers when a record comes, this cluster waits for all of it");
        return ValueTask.CompletedTask;
    }

    public override ValueTask TearDownAsync(BenchmarkContext context)
    {
        _kafka?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What a pipeline has taken in: each number once.</summary>
    protected static void Check(int events, long count, long sumOfNumbers)
    {
        if (count != events || sumOfNumbers != (long)events * (events - 1) / 2)
        {
            throw new InvalidOperationException($"{count} of {events} events arrived, their numbers sum up to {sumOfNumbers}: some were lost or doubled.");
        }
    }
}
