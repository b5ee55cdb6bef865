using Attune.Configuration;
using Attune.Streaming.Kafka.Sinks;
using Attune.Streaming.Kafka.Topics;

namespace Attune.Streaming.Kafka.Tests.Topics;

public sealed class KafkaTopicsTests
{
    [Fact]
    public async Task Ensure_Twice_CreatesOnceAndFindsNoDifference()
    {
        var (client, fake) = FakeAdmin.New();
        using var topics = new KafkaTopics(client);
        var topic = new KafkaTopic("clicks", 16) { Profile = KafkaTopicProfile.Durability };
        (await topics.EnsureAsync(topic)).Created.ShouldBeTrue();
        var again = await topics.EnsureAsync(topic);
        again.Created.ShouldBeFalse();
        again.Differences.ShouldBeEmpty();
        fake.Created.ShouldBe(1);
        fake.Topics["clicks"].Configs["min.insync.replicas"].ShouldBe("2");
        fake.Topics["clicks"].Configs["retention.ms"].ShouldBe("604800000");
    }

    [Fact]
    public async Task Ensure_ExistingOtherwise_SaysWhatDiffersAndChangesNothing()
    {
        var (client, fake) = FakeAdmin.New();
        using var topics = new KafkaTopics(client);
        await topics.EnsureAsync(new KafkaTopic("clicks", 4) { Replicas = 1, Profile = KafkaTopicProfile.Throughput });
        var result = await topics.EnsureAsync(new KafkaTopic("clicks", 16));
        result.Created.ShouldBeFalse();
        result.Differences.ShouldContain("partitions: 4, wanted 16");
        result.Differences.ShouldContain("replicas: 1, wanted 3");
        result.Differences.ShouldContain("min.insync.replicas: 1, wanted 2");
        result.Differences.ShouldContain("unclean.leader.election.enable: true, wanted false");
        fake.Topics["clicks"].NumPartitions.ShouldBe(4);
    }

    [Fact]
    public async Task Ensure_AnotherIsFaster_IsNoError()
    {
        var (client, fake) = FakeAdmin.New();
        using var topics = new KafkaTopics(client);
        fake.BeforeCreate = () => fake.Topics["clicks"] = new() { Name = "clicks", NumPartitions = 8, ReplicationFactor = 3, Configs = [] };
        var result = await topics.EnsureAsync(new KafkaTopic("clicks", 16));
        result.Created.ShouldBeFalse();
        result.Differences.ShouldContain("partitions: 8, wanted 16");
    }

    /// <summary>When the last commit is removed by age, a restart would begin anew and write everything twice.</summary>
    [Fact]
    public async Task CheckCommitTopic_ThatRemovesByAge_IsRefused()
    {
        var (client, fake) = FakeAdmin.New();
        using var topics = new KafkaTopics(client);
        var options = new KafkaTransactionalSinkOptions { Topic = "results", TransactionalId = "writer" };
        await TransactionSettings.CheckCommitTopicAsync(topics, options, default);
        await TransactionSettings.CheckCommitTopicAsync(topics, options, default);
        fake.Topics[options.CommitTopic].Configs["cleanup.policy"].ShouldBe("compact");

        fake.Topics[options.CommitTopic].Configs["cleanup.policy"] = "delete";
        (await Should.ThrowAsync<ConfigurationException>(() => TransactionSettings.CheckCommitTopicAsync(topics, options, default))).Message
            .ShouldContain("'attune-commits', which would forget commits");
    }

    [Theory]
    [InlineData("", 1, 3)]
    [InlineData("a/b", 1, 3)]
    [InlineData("..", 1, 3)]
    [InlineData("ok", 0, 3)]
    [InlineData("ok", 1, 0)]
    [InlineData("ok", 1, 1)] // min.insync.replicas is 2
    public async Task Ensure_UnusableTopic_IsRefused(string name, int partitions, short replicas)
    {
        using var topics = new KafkaTopics(FakeAdmin.New().Client);
        await Should.ThrowAsync<ArgumentException>(() => topics.EnsureAsync(new KafkaTopic(name, partitions) { Replicas = replicas }));
    }

    [SkippableFact]
    public async Task Ensure_ExistingOnACluster_IsCompared()
    {
        using var cluster = new TestCluster();
        var name = await cluster.TopicAsync(4);
        using var topics = new KafkaTopics(cluster.Options(), TimeSpan.FromSeconds(5)); // the cluster in memory never answers about settings
        var result = await topics.EnsureAsync(new KafkaTopic(name, 8));
        result.Created.ShouldBeFalse();
        result.Differences.ShouldContain("partitions: 4, wanted 8");
        (await topics.PartitionsAsync(name)).ShouldBe(4);
        (await topics.PartitionsAsync("attune-test-no-such-topic")).ShouldBeNull();
    }
}
