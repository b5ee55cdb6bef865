using Attune.Streaming.Kafka.Connections;
using Attune.Streaming.Kafka.Profiles;
using Attune.Streaming.Kafka.Topics;

namespace Attune.Streaming.Kafka.Tests.Profiles;

public sealed class KafkaProfilesTests
{
    public static TheoryData<KafkaProfile> All => [.. Enum.GetValues<KafkaProfile>()];

    [Theory]
    [MemberData(nameof(All))]
    public void Settings_AreKnownToLibrdkafkaAndSayTheirEffect(KafkaProfile profile)
    {
        foreach (var setting in KafkaProfiles.Producer(profile).Concat(KafkaProfiles.Consumer(profile)))
        {
            Native.SettingCheck.Problem(setting.Name, setting.Value).ShouldBeNull();
            setting.Effect.Length.ShouldBeGreaterThan(10);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Parse_ItsName_IsTheProfile(KafkaProfile profile)
    {
        KafkaProfiles.Parse(KafkaProfiles.NameOf(profile)).ShouldBe(profile);
        KafkaProfiles.GivesUp(profile).ShouldNotBeEmpty();
    }

    [Fact]
    public void Parse_AnotherName_ListsTheProfiles() =>
        Should.Throw<FormatException>(() => KafkaProfiles.Parse("fast")).Message.ShouldContain("durable, high-throughput, low-latency");

    [Fact]
    public void Default_IsDurable()
    {
        new KafkaOptions().Profile.ShouldBe(KafkaProfile.Durable);
        var producer = KafkaProfiles.Producer(KafkaProfile.Durable).ToDictionary(setting => setting.Name, setting => setting.Value);
        producer["acks"].ShouldBe("all");
        producer["enable.idempotence"].ShouldBe("true");
    }

    [Fact]
    public void FastProfiles_SayThatTheyLose()
    {
        foreach (var profile in new[] { KafkaProfile.HighThroughput, KafkaProfile.LowLatency })
        {
            KafkaProfiles.GivesUp(profile).ShouldContain("May lose");
            KafkaProfiles.IsIdempotent(profile).ShouldBeFalse();
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Consumer_WhateverTheProfile_NeverCommitsOrSkipsByItself(KafkaProfile profile)
    {
        var config = ClientSettings.Consumer(new KafkaOptions { BootstrapServers = "a:1", Profile = profile }, "g");
        config.EnableAutoCommit.ShouldBe(false);
        config.EnableAutoOffsetStore.ShouldBe(false);
        config.AutoOffsetReset.ShouldBe(Confluent.Kafka.AutoOffsetReset.Error);
        config.PartitionAssignmentStrategy.ShouldBe(Confluent.Kafka.PartitionAssignmentStrategy.CooperativeSticky);
    }

    [Fact]
    public void TopicProfiles_EachSettingSaysItsEffect() =>
        Enum.GetValues<KafkaTopicProfile>().SelectMany(KafkaTopicProfiles.Settings).ShouldAllBe(setting => setting.Effect.Length > 10);
}
