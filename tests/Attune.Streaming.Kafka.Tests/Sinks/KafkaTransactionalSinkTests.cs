using Attune.Configuration;
using Attune.Streaming.Kafka.Loopback;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Tests.Sinks;

public sealed class KafkaTransactionalSinkTests : IDisposable
{
    private readonly TestCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [SkippableFact]
    public async Task Commit_ARestartKnowsTheCheckpointAndGoesOn()
    {
        var (topic, options) = await NewAsync();
        await using (var sink = Sink(options))
        {
            (await sink.LastCommittedAsync(default)).ShouldBeNull();
            await WriteAsync(sink, 0, 100);
            await sink.CommitAsync(7, default, default);
            await WriteAsync(sink, 100, 100);
            await sink.CommitAsync(8, default, default);
        }

        await using (var sink = Sink(options))
        {
            (await sink.LastCommittedAsync(default)).ShouldBe(8);
            await WriteAsync(sink, 200, 100);
            await sink.CommitAsync(9, default, default);
        }

        (await Numbered.ReadAsync(_cluster, topic)).Order().ShouldBe(Enumerable.Range(0, 300));
    }

    [SkippableFact]
    public async Task Write_CutOffBeforeTheCommit_IsNeverSeen()
    {
        Skip.IfNot(TestCluster.IsReal, "The cluster in memory shows the records of aborted transactions.");
        var (topic, options) = await NewAsync();
        await using (var sink = Sink(options))
        {
            await WriteAsync(sink, 0, 100);
            await sink.CommitAsync(1, default, default);
            await WriteAsync(sink, 100, 100);
        }

        await using (var sink = Sink(options))
        {
            (await sink.LastCommittedAsync(default)).ShouldBe(1);
            await WriteAsync(sink, 100, 100); // again, from checkpoint 1
            await sink.CommitAsync(2, default, default);
        }

        (await Numbered.ReadAsync(_cluster, topic)).Order().ShouldBe(Enumerable.Range(0, 200));
    }

    [SkippableFact]
    public async Task Commit_WithoutResults_StillCounts()
    {
        var (_, options) = await NewAsync();
        await using var sink = Sink(options);
        await sink.OpenAsync(default);
        await sink.CommitAsync(1, default, default);
        await sink.CommitAsync(2, default, default);
        (await sink.LastCommittedAsync(default)).ShouldBe(2);
    }

    [SkippableFact]
    public async Task LastCommitted_OtherWritersInTheSameTopic_AreNotItsOwn()
    {
        var (_, options) = await NewAsync();
        var other = new KafkaTransactionalSinkOptions { Topic = options.Topic, CommitTopic = options.CommitTopic, TransactionalId = options.TransactionalId + "-other" };
        await using var first = Sink(options);
        await using var second = Sink(other);
        await first.OpenAsync(default);
        await second.OpenAsync(default);
        await first.CommitAsync(3, default, default);
        await second.CommitAsync(40, default, default);
        (await first.LastCommittedAsync(default)).ShouldBe(3);
        (await second.LastCommittedAsync(default)).ShouldBe(40);
    }

    [SkippableFact]
    public async Task Write_AfterANewWriterOfTheSameName_IsShutOut()
    {
        Skip.IfNot(TestCluster.IsReal, "The cluster in memory does not shut out an older writer.");
        var (topic, options) = await NewAsync();
        await using var old = Sink(options);
        await WriteAsync(old, 0, 10);
        await using var young = Sink(options);
        await WriteAsync(young, 0, 10);
        await Should.ThrowAsync<KafkaSinkException>(async () => await old.CommitAsync(1, default, default));
        await young.CommitAsync(1, default, default);
        (await Numbered.ReadAsync(_cluster, topic)).Order().ShouldBe(Enumerable.Range(0, 10));
    }

    [SkippableFact]
    public async Task Commit_CoordinatorErrors_LosesAndDoublesNothing()
    {
        var cluster = _cluster.Failing();
        var (topic, options) = await NewAsync();
        await using var sink = Sink(options);
        cluster.FailNext(KafkaRequest.InitProducerId, ErrorCode.NotCoordinatorForGroup, ErrorCode.GroupLoadInProgress);
        for (var checkpoint = 0; checkpoint < 5; checkpoint++)
        {
            cluster.FailNext(KafkaRequest.AddPartitionsToTransaction, ErrorCode.NotCoordinatorForGroup, ErrorCode.ConcurrentTransactions);
            cluster.FailNext(KafkaRequest.Produce, ErrorCode.NotLeaderForPartition, ErrorCode.RequestTimedOut);
            cluster.FailNext(KafkaRequest.EndTransaction, ErrorCode.GroupCoordinatorNotAvailable, ErrorCode.Local_Transport);
            cluster.FailNext(KafkaRequest.TransactionOffsetCommit, ErrorCode.NotCoordinatorForGroup);
            await WriteAsync(sink, checkpoint * 200, 200);
            await sink.CommitAsync(checkpoint, default, default);
        }

        (await sink.LastCommittedAsync(default)).ShouldBe(4);
        (await Numbered.ReadAsync(_cluster, topic)).Order().ShouldBe(Enumerable.Range(0, 1000));
    }

    [SkippableFact]
    public async Task Commit_BrokersGoAndReturn_LosesAndDoublesNothing()
    {
        var cluster = _cluster.Failing();
        var (topic, options) = await NewAsync();
        await using var sink = Sink(options);
        for (var checkpoint = 0; checkpoint < 3; checkpoint++)
        {
            await WriteAsync(sink, checkpoint * 300, 300);
            cluster.StopBroker(checkpoint + 1);
            var commit = sink.CommitAsync(checkpoint, default, default).AsTask();
            cluster.StartBroker(checkpoint + 1);
            await commit;
        }

        (await Numbered.ReadAsync(_cluster, topic)).Order().ShouldBe(Enumerable.Range(0, 900));
    }

    [SkippableFact]
    public async Task Commit_WithTheSourcesPosition_IsAccepted()
    {
        var (topic, options) = await NewAsync();
        var input = await _cluster.TopicAsync(2);
        options.SourceGroup = $"{input}-group";
        await Numbered.WriteAsync(_cluster, input, Enumerable.Range(0, 50));
        var source = new KafkaSource<int>(_cluster.Options(), new KafkaSourceOptions { Topic = input, Group = options.SourceGroup, StopAtEnd = true }, Numbered.Decoder);
        await using var sink = Sink(options);
        await using (var reader = await source.OpenAsync(null, default))
        {
            var read = await Numbered.ReadAsync(reader, _ => false);
            await sink.OpenAsync(default);
            await sink.WriteAsync(read.ToArray(), default);
            await sink.CommitAsync(1, reader.Position, default);
        }

        (await Numbered.ReadAsync(_cluster, topic)).Order().ShouldBe(Enumerable.Range(0, 50));
        Skip.IfNot(TestCluster.IsReal, "The cluster in memory forgets offsets that are committed in a transaction.");
        (await Numbered.ReadAsync(source)).ShouldBeEmpty();
    }

    [Fact]
    public void Make_ProfileThatIsNotIdempotent_IsRefused()
    {
        var options = new KafkaTransactionalSinkOptions { Topic = "a", TransactionalId = "b" };
        Should.Throw<ConfigurationException>(() => new KafkaTransactionalSink<int>(_cluster.Options(KafkaProfile.HighThroughput), options, Numbered.Encoder));
    }

    private async Task<(string Topic, KafkaTransactionalSinkOptions Options)> NewAsync()
    {
        var topic = await _cluster.TopicAsync(3);
        return (topic, new KafkaTransactionalSinkOptions { Topic = topic, CommitTopic = await _cluster.TopicAsync(1), TransactionalId = $"{topic}-writer" });
    }

    private KafkaTransactionalSink<int> Sink(KafkaTransactionalSinkOptions options) => new(_cluster.Options(), options, Numbered.Encoder);

    private static async Task WriteAsync(KafkaTransactionalSink<int> sink, int from, int count)
    {
        await sink.OpenAsync(default);
        await sink.WriteAsync(Enumerable.Range(from, count).ToArray(), default);
        await sink.FlushAsync(default);
    }
}
