using Attune.Streaming.Kafka.Loopback;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Tests.Loopback;

public sealed class LoopbackClusterTests
{
    [Fact]
    public async Task Start_AnotherClient_WritesAndReads()
    {
        using var cluster = LoopbackCluster.Start(2);
        cluster.BootstrapServers.Split(',').Length.ShouldBe(2);
        cluster.CreateTopic("a", 1);
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = cluster.BootstrapServers }).Build();
        (await producer.ProduceAsync("a", new Message<Null, string> { Value = "x" })).Offset.Value.ShouldBe(0);
        using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig { BootstrapServers = cluster.BootstrapServers, GroupId = "g" }).Build();
        consumer.Assign(new TopicPartitionOffset("a", 0, Offset.Beginning));
        using var bound = new CancellationTokenSource(Testing.Eventually.Bound);
        (await Task.Run(() => consumer.Consume(bound.Token))).Message.Value.ShouldBe("x");
    }

    [Fact]
    public async Task FailNext_FailsThatManyRequests()
    {
        using var cluster = LoopbackCluster.Start(1);
        cluster.CreateTopic("a", 1);
        cluster.FailNext(KafkaRequest.Produce, ErrorCode.RequestTimedOut);
        var config = new ProducerConfig { BootstrapServers = cluster.BootstrapServers, MessageSendMaxRetries = 0 };
        using var producer = new ProducerBuilder<Null, string>(config).Build();
        (await Should.ThrowAsync<ProduceException<Null, string>>(() => producer.ProduceAsync("a", new Message<Null, string> { Value = "x" })))
            .Error.Code.ShouldBe(ErrorCode.RequestTimedOut);
        await producer.ProduceAsync("a", new Message<Null, string> { Value = "y" });
    }

    [Fact]
    public void CreateTopic_Twice_Fails()
    {
        using var cluster = LoopbackCluster.Start(1);
        cluster.CreateTopic("a", 1);
        Should.Throw<KafkaException>(() => cluster.CreateTopic("a", 1));
        cluster.DeleteTopic("a");
        cluster.CreateTopic("a", 2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void StopBroker_Unknown_IsRefused(int broker)
    {
        using var cluster = LoopbackCluster.Start(3);
        Should.Throw<ArgumentOutOfRangeException>(() => cluster.StopBroker(broker));
    }

    [Fact]
    public void Dispose_Twice_IsHarmless_AndThenNothingWorks()
    {
        var cluster = LoopbackCluster.Start(1);
        cluster.Dispose();
        cluster.Dispose();
        Should.Throw<ObjectDisposedException>(() => cluster.CreateTopic("a", 1));
        Should.Throw<ObjectDisposedException>(() => cluster.FailNext(KafkaRequest.Fetch, ErrorCode.Unknown));
    }
}
