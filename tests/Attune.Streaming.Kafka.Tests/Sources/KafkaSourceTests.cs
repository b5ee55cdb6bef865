using Attune.Streaming.Kafka.Loopback;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Sources;
using Attune.Testing;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Tests.Sources;

public sealed class KafkaSourceTests : IDisposable
{
    private readonly TestCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [SkippableFact]
    public async Task Read_WhatASinkWrote_GivesEachOnceAndKeysInOrder()
    {
        var topic = await _cluster.TopicAsync(6);
        await Numbered.WriteAsync(_cluster, topic, Enumerable.Range(0, 5000));
        var read = await Numbered.ReadAsync(_cluster, topic);
        read.Order().ShouldBe(Enumerable.Range(0, 5000));
        foreach (var key in read.GroupBy(number => number % 16))
        {
            key.SequenceEqual(key.Order()).ShouldBeTrue();
        }
    }

    [SkippableFact]
    public async Task Open_AtAPosition_GoesOnThere()
    {
        var topic = await _cluster.TopicAsync(4);
        await Numbered.WriteAsync(_cluster, topic, Enumerable.Range(0, 1000));
        var source = new KafkaSource<int>(_cluster.Options(), new KafkaSourceOptions { Topic = topic, StopAtEnd = true }, Numbered.Decoder);
        List<int> first;
        ReadOnlyMemory<byte> position;
        await using (var reader = await source.OpenAsync(null, default))
        {
            first = await Numbered.ReadAsync(reader, read => read.Count >= 300, batch: 50);
            position = reader.Position;
        }

        await using var second = await source.OpenAsync(position, default);
        (await Numbered.ReadAsync(second, _ => false)).Concat(first).Order().ShouldBe(Enumerable.Range(0, 1000));
    }

    [SkippableFact]
    public async Task Commit_IsWhereAStartWithoutCheckpointBegins()
    {
        var topic = await _cluster.TopicAsync(2);
        await Numbered.WriteAsync(_cluster, topic, Enumerable.Range(0, 100));
        var source = new KafkaSource<int>(_cluster.Options(), new KafkaSourceOptions { Topic = topic, StopAtEnd = true, Group = topic }, Numbered.Decoder);
        await using (var reader = await source.OpenAsync(null, default))
        {
            (await Numbered.ReadAsync(reader, _ => false)).Count.ShouldBe(100);
        }

        (await Numbered.ReadAsync(source)).Count.ShouldBe(100, "nothing was committed");
        await using (var reader = await source.OpenAsync(null, default))
        {
            await Numbered.ReadAsync(reader, _ => false);
            await reader.CommitAsync(reader.Position, default);
        }

        await Numbered.WriteAsync(_cluster, topic, [100, 101]);
        (await Numbered.ReadAsync(source)).Order().ShouldBe([100, 101]);
    }

    [SkippableFact]
    public async Task Read_FetchErrors_LosesAndDoublesNothing()
    {
        var cluster = _cluster.Failing();
        var topic = await _cluster.TopicAsync(6);
        await Numbered.WriteAsync(_cluster, topic, Enumerable.Range(0, 2000));
        cluster.FailNext(
            KafkaRequest.Fetch, ErrorCode.NotLeaderForPartition, ErrorCode.LeaderNotAvailable, ErrorCode.NoError, ErrorCode.RequestTimedOut, ErrorCode.Local_Transport,
            ErrorCode.Unknown);
        (await Numbered.ReadAsync(_cluster, topic)).Order().ShouldBe(Enumerable.Range(0, 2000));
    }

    [SkippableFact]
    public async Task Read_BrokersGoAndReturn_ReportsTheFaultAndGoesOn()
    {
        var cluster = _cluster.Failing();
        var topic = await _cluster.TopicAsync(3);
        await Numbered.WriteAsync(_cluster, topic, Enumerable.Range(0, 300));
        var source = new KafkaSource<int>(_cluster.Options(), new KafkaSourceOptions { Topic = topic, Group = topic }, Numbered.Decoder);
        await using var reader = await source.OpenAsync(null, default);
        var read = await Numbered.ReadAsync(reader, read => read.Count == 300);
        source.Lags.Sum(lag => lag.Records).ShouldBe(0);
        cluster.StopAll();
        await Numbered.ReadAsync(reader, _ => source.Fault is not null);
        cluster.StartAll();
        await Numbered.WriteAsync(_cluster, topic, Enumerable.Range(300, 300));
        read.AddRange(await Numbered.ReadAsync(reader, more => more.Count == 300));
        read.Order().ShouldBe(Enumerable.Range(0, 600));
        await Numbered.ReadAsync(reader, _ => source.Fault is null);
    }

    [SkippableFact]
    public async Task Read_RecordsThatRetentionTook_FailsInsteadOfLeavingAGap()
    {
        var cluster = _cluster.Failing();
        var topic = await _cluster.TopicAsync(1);
        await Numbered.WriteAsync(_cluster, topic, Enumerable.Range(0, 100));
        var source = new KafkaSource<int>(_cluster.Options(), new KafkaSourceOptions { Topic = topic }, Numbered.Decoder);
        ReadOnlyMemory<byte> position;
        await using (var reader = await source.OpenAsync(null, default))
        {
            position = reader.Position;
        }

        cluster.DeleteRecords(topic, 0, 50);
        (await Should.ThrowAsync<SourceException>(async () => await source.OpenAsync(position, default))).Message.ShouldContain("retention");
    }

    [SkippableFact]
    public async Task Open_UnknownTopicOrPartition_SaysSo()
    {
        var topic = await _cluster.TopicAsync(2);
        var missing = new KafkaSource<int>(_cluster.Options(), new KafkaSourceOptions { Topic = "attune-test-no-such-topic" }, Numbered.Decoder);
        (await Should.ThrowAsync<SourceException>(async () => await missing.OpenAsync(null, default))).Message.ShouldContain("attune-test-no-such-topic");
        var partition = new KafkaSource<int>(_cluster.Options(), new KafkaSourceOptions { Topic = topic, Partitions = [1, 7] }, Numbered.Decoder);
        (await Should.ThrowAsync<SourceException>(async () => await partition.OpenAsync(null, default))).Message.ShouldContain("no partition 7");
    }

    [SkippableFact]
    public async Task Open_ForeignPosition_IsRefused()
    {
        var (topic, other) = (await _cluster.TopicAsync(1), await _cluster.TopicAsync(1));
        var source = new KafkaSource<int>(_cluster.Options(), new KafkaSourceOptions { Topic = topic }, Numbered.Decoder);
        await Should.ThrowAsync<SourceException>(async () => await source.OpenAsync(new byte[] { 1, 2, 3 }, default));
        await using var reader = await new KafkaSource<int>(_cluster.Options(), new KafkaSourceOptions { Topic = other }, Numbered.Decoder).OpenAsync(null, default);
        await Should.ThrowAsync<SourceException>(async () => await source.OpenAsync(reader.Position, default));
    }

    [SkippableFact]
    public async Task Read_LatestAndNothingNew_ReturnsAfterItsPatience()
    {
        var topic = await _cluster.TopicAsync(1);
        await Numbered.WriteAsync(_cluster, topic, [1, 2, 3]);
        var source = new KafkaSource<int>(_cluster.Options(), new KafkaSourceOptions { Topic = topic, Start = KafkaStart.Latest }, Numbered.Decoder);
        await using var reader = await source.OpenAsync(null, default);
        var buffer = new SourceBuffer<int>(10);
        (await reader.ReadAsync(buffer, TimeSpan.FromMilliseconds(5), default)).ShouldBeTrue();
        buffer.Count.ShouldBe(0);
        await Numbered.WriteAsync(_cluster, topic, [4]);
        (await Numbered.ReadAsync(reader, read => read.Count == 1)).ShouldBe([4]);
    }

    [SkippableFact]
    public async Task Read_Cancelled_Throws()
    {
        var topic = await _cluster.TopicAsync(1);
        var source = new KafkaSource<int>(_cluster.Options(), new KafkaSourceOptions { Topic = topic }, Numbered.Decoder);
        await using var reader = await source.OpenAsync(null, default);
        using var cancellation = new CancellationTokenSource();
        var reading = reader.ReadAsync(new SourceBuffer<int>(10), Eventually.Bound, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => reading);
    }
}
