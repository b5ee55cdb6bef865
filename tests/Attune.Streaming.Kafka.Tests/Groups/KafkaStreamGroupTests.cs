using Attune.Streaming.Pipelines;
using Attune.Testing;

namespace Attune.Streaming.Kafka.Tests.Groups;

public sealed class KafkaStreamGroupTests : IDisposable
{
    private readonly TestCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [SkippableFact]
    public async Task Run_OneMember_GivesTheNaiveResult()
    {
        using var rig = await GroupRig.NewAsync(_cluster);
        await rig.WriteAsync(Enumerable.Range(0, 2000));
        await rig.CloseWindowsAsync();
        await using var member = rig.Join();
        await AllResultsAsync(rig, 2000, member);
        await member.LeaveAsync();
    }

    [SkippableFact]
    public async Task Run_MembersJoinAndLeaveInTheMiddle_ResultsEqualAnUninterruptedRun()
    {
        using var rig = await GroupRig.NewAsync(_cluster);
        await rig.WriteAsync(Enumerable.Range(0, 3000));
        await using var first = rig.Join();
        await Eventually.TrueAsync(() => first.Partitions.Count == 6 && rig.Results.Count > 100, "the first member works");

        await using var second = rig.Join();
        await Eventually.TrueAsync(() => first.Partitions.Count == 3 && second.Partitions.Count == 3, "the members share");
        first.Partitions.Concat(second.Partitions).Order().ShouldBe(Enumerable.Range(0, 6));
        await rig.WriteAsync(Enumerable.Range(3000, 3000));
        await Eventually.TrueAsync(() => rig.Results.Count > 900, "both work");

        await first.LeaveAsync();
        first.Partitions.ShouldBeEmpty();
        await Eventually.TrueAsync(() => second.Partitions.Count == 6, "the second member has taken over");
        await rig.WriteAsync(Enumerable.Range(6000, 3000));
        await rig.CloseWindowsAsync();
        await AllResultsAsync(rig, 9000, second);
        await second.LeaveAsync();
    }

    [SkippableFact]
    public async Task Fault_BrokersGoAndReturn_ComesAndGoes()
    {
        var cluster = _cluster.Failing();
        using var rig = await GroupRig.NewAsync(_cluster);
        await using var member = rig.Join();
        await Eventually.TrueAsync(() => member.Partitions.Count == 6, "it has its partitions");
        for (var broker = 1; broker <= 3; broker++)
        {
            cluster.StopBroker(broker);
        }

        await Eventually.TrueAsync(() => member.Fault is not null, "the fault is told");
        for (var broker = 1; broker <= 3; broker++)
        {
            cluster.StartBroker(broker);
        }

        await Eventually.TrueAsync(() => member.Fault is null || member.Completion.IsCompleted, "the fault is over");
        member.Fault.ShouldBeNull();
    }

    [SkippableFact]
    public async Task Run_AMemberDies_ItsPartitionsGoOnFromTheirCheckpoints()
    {
        using var rig = await GroupRig.NewAsync(_cluster);
        await rig.WriteAsync(Enumerable.Range(0, 3000));
        await using (var dying = rig.Join())
        {
            await Eventually.TrueAsync(() => rig.Results.Count > 100 && dying.Statistics.Values.Any(run => run.LastCheckpoint is not null), "it works");
            await rig.WriteAsync(Enumerable.Range(3000, 1000));
        }

        await using var heir = rig.Join();
        await rig.WriteAsync(Enumerable.Range(4000, 2000));
        await rig.CloseWindowsAsync();
        await AllResultsAsync(rig, 6000, heir);
        await heir.LeaveAsync();
    }

    [SkippableFact]
    public async Task Run_CoordinatorErrors_ResultsAreWhole()
    {
        var cluster = _cluster.Failing();
        using var rig = await GroupRig.NewAsync(_cluster);
        cluster.FailNext(Kafka.Loopback.KafkaRequest.FindCoordinator, Confluent.Kafka.ErrorCode.GroupCoordinatorNotAvailable, Confluent.Kafka.ErrorCode.Local_Transport);
        cluster.FailNext(Kafka.Loopback.KafkaRequest.JoinGroup, Confluent.Kafka.ErrorCode.GroupLoadInProgress, Confluent.Kafka.ErrorCode.NotCoordinatorForGroup);
        cluster.FailNext(Kafka.Loopback.KafkaRequest.SyncGroup, Confluent.Kafka.ErrorCode.RebalanceInProgress);
        cluster.FailNext(Kafka.Loopback.KafkaRequest.OffsetCommit, Confluent.Kafka.ErrorCode.NotCoordinatorForGroup, Confluent.Kafka.ErrorCode.GroupLoadInProgress);
        await rig.WriteAsync(Enumerable.Range(0, 2000));
        await rig.CloseWindowsAsync();
        await using var member = rig.Join();
        await AllResultsAsync(rig, 2000, member);
        await member.LeaveAsync();
    }

    [SkippableFact]
    public async Task Join_OffsetsWithoutCheckpoints_FailsInsteadOfForgettingState()
    {
        using var rig = await GroupRig.NewAsync(_cluster);
        await rig.WriteAsync(Enumerable.Range(0, 2000));
        await using (var member = rig.Join())
        {
            await Eventually.TrueAsync(() => member.Partitions.Count == 6 && rig.Results.Count > 100, "it works");
            await member.LeaveAsync();
        }

        rig.LoseCheckpoints();
        await using var forgetful = rig.Join();
        (await Should.ThrowAsync<Exception>(() => forgetful.Completion.WaitAsync(Eventually.Bound))).ToString().ShouldContain("there is no checkpoint");
    }

    [Fact]
    public void Join_WithoutAStore_IsRefused()
    {
        var group = new KafkaStreamGroup<int>(
            _cluster.Options(), new KafkaGroupOptions { Topic = "a", Group = "b" }, Numbered.Decoder, _ => throw new InvalidOperationException("not called"));
        Should.Throw<ArgumentException>(() => group.Join(new PipelineOptions()));
    }

    private static async Task AllResultsAsync(GroupRig rig, int numbers, KafkaGroupMember member)
    {
        var expected = GroupRig.Expected(Enumerable.Range(0, numbers));
        await Eventually.TrueAsync(() => rig.Results.Count >= expected.Count || member.Completion.IsCompleted, $"{expected.Count} results");
        if (member.Completion.IsCompleted)
        {
            await member.Completion;
        }

        rig.Contradictions.ShouldBeEmpty();
        rig.Results.Count.ShouldBe(expected.Count);
        foreach (var (key, count) in expected)
        {
            rig.Results[key].ShouldBe(count, $"{key}");
        }
    }
}
