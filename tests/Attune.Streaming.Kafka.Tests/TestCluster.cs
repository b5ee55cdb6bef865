using Attune.Streaming.Kafka.Loopback;
using Attune.Streaming.Kafka.Topics;

namespace Attune.Streaming.Kafka.Tests;

/// <summary>Three brokers: in this process, or the real cluster that ATTUNE_TEST_KAFKA names.</summary>
public sealed class TestCluster : IDisposable
{
    private static readonly string? Real = Environment.GetEnvironmentVariable("ATTUNE_TEST_KAFKA") is { Length: > 0 } servers ? servers : null;

    private readonly LoopbackCluster? _loopback = Real is null ? LoopbackCluster.Start() : null;

    public string BootstrapServers => Real ?? _loopback!.BootstrapServers;

    /// <summary>The cluster in this process; null where a real one is used.</summary>
    public LoopbackCluster? Loopback => _loopback;

    public static bool IsReal => Real is not null;

    /// <summary>The cluster in this process; skips the test where a real one is used, because that cannot be made to fail.</summary>
    public LoopbackCluster Failing()
    {
        Skip.If(_loopback is null, "A real cluster cannot be made to fail.");
        return _loopback!;
    }

    public KafkaOptions Options(KafkaProfile profile = KafkaProfile.Durable)
    {
        var options = new KafkaOptions { BootstrapServers = BootstrapServers, Profile = profile };
        options.ConsumerOverrides["fetch.wait.max.ms"] = "10"; // the cluster in memory waits for all of it
        return options;
    }

    public async Task<string> TopicAsync(int partitions)
    {
        var name = $"attune-test-{Guid.NewGuid():N}";
        if (_loopback is not null)
        {
            _loopback.CreateTopic(name, partitions);
        }
        else
        {
            using var topics = new KafkaTopics(Options());
            var one = new Dictionary<string, string> { ["min.insync.replicas"] = "1" };
            (await topics.EnsureAsync(new KafkaTopic(name, partitions) { Replicas = 1, Overrides = one })).Created.ShouldBeTrue();
        }

        return name;
    }

    public void Dispose() => _loopback?.Dispose();
}
