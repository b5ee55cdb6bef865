using System.Buffers;
using Attune.Streaming.Kafka.Loopback;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Tests.Sinks;

public sealed class KafkaSinkTests : IDisposable
{
    private readonly TestCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [SkippableFact]
    public async Task Write_ProduceErrors_LosesAndDoublesNothing()
    {
        var cluster = _cluster.Failing();
        var topic = await _cluster.TopicAsync(4);
        cluster.FailNext(
            KafkaRequest.Produce, ErrorCode.NotLeaderForPartition, ErrorCode.RequestTimedOut, ErrorCode.NoError, ErrorCode.NotEnoughReplicas, ErrorCode.LeaderNotAvailable,
            ErrorCode.NotEnoughReplicasAfterAppend);
        cluster.FailNext(KafkaRequest.InitProducerId, ErrorCode.GroupLoadInProgress);
        await Numbered.WriteAsync(_cluster, topic, Enumerable.Range(0, 3000));
        var read = await Numbered.ReadAsync(_cluster, topic);
        read.Order().ShouldBe(Enumerable.Range(0, 3000));
        foreach (var key in read.GroupBy(number => number % 16))
        {
            key.SequenceEqual(key.Order()).ShouldBeTrue("retries must not reorder");
        }
    }

    [SkippableFact]
    public async Task Write_BrokerGoesAndReturns_LosesNothing()
    {
        var cluster = _cluster.Failing();
        var topic = await _cluster.TopicAsync(6);
        await using var sink = new KafkaSink<int>(_cluster.Options(), new KafkaSinkOptions { Topic = topic }, Numbered.Encoder);
        await sink.OpenAsync(default);
        await sink.WriteAsync(Enumerable.Range(0, 1000).ToArray(), default);
        await sink.FlushAsync(default);
        cluster.StopBroker(2);
        await sink.WriteAsync(Enumerable.Range(1000, 1000).ToArray(), default);
        var flushing = sink.FlushAsync(default).AsTask();
        flushing.IsCompleted.ShouldBeFalse("a third of the partitions has no broker");
        cluster.StartBroker(2);
        await flushing;
        (await Numbered.ReadAsync(_cluster, topic)).Distinct().Order().ShouldBe(Enumerable.Range(0, 2000));
    }

    [SkippableFact]
    public async Task Flush_LowLatencyAndAnError_FailsInsteadOfForgetting()
    {
        var cluster = _cluster.Failing();
        var topic = await _cluster.TopicAsync(1);
        await using var sink = new KafkaSink<int>(_cluster.Options(KafkaProfile.LowLatency), new KafkaSinkOptions { Topic = topic }, Numbered.Encoder);
        await sink.OpenAsync(default);
        cluster.FailNext(KafkaRequest.Produce, ErrorCode.RequestTimedOut);
        await sink.WriteAsync(new[] { 1 }, default);
        (await Should.ThrowAsync<KafkaSinkException>(async () => await sink.FlushAsync(default))).Code.ShouldBe(ErrorCode.RequestTimedOut);
        await Should.ThrowAsync<KafkaSinkException>(async () => await sink.WriteAsync(new[] { 2 }, default));
    }

    [SkippableFact]
    public async Task Write_RecordOverTheLimit_Fails()
    {
        var topic = await _cluster.TopicAsync(1);
        await using var sink = new KafkaSink<string>(
            _cluster.Options(), new KafkaSinkOptions { Topic = topic }, KafkaEncoders.Json<string>());
        await sink.OpenAsync(default);
        (await Should.ThrowAsync<KafkaSinkException>(async () => await sink.WriteAsync(new[] { new string('x', 2_000_000) }, default)))
            .Code.ShouldBe(ErrorCode.MsgSizeTooLarge);
    }

    [SkippableFact]
    public async Task Write_MoreThanMayBeOnTheWay_WaitsAndWritesAll()
    {
        var topic = await _cluster.TopicAsync(2);
        var options = _cluster.Options();
        options.ProducerOverrides["queue.buffering.max.messages"] = "50"; // librdkafka's own limit comes first
        await using var sink = new KafkaSink<int>(options, new KafkaSinkOptions { Topic = topic, MaxInFlight = 80 }, Numbered.Encoder);
        await sink.OpenAsync(default);
        await sink.WriteAsync(Enumerable.Range(0, 2000).ToArray(), default);
        await sink.FlushAsync(default);
        (await Numbered.ReadAsync(_cluster, topic)).Order().ShouldBe(Enumerable.Range(0, 2000));
    }

    [SkippableTheory]
    [InlineData(KafkaProfile.Durable)]
    [InlineData(KafkaProfile.HighThroughput)]
    [InlineData(KafkaProfile.LowLatency)]
    public async Task Write_EveryProfile_Arrives(KafkaProfile profile)
    {
        var topic = await _cluster.TopicAsync(2);
        await Numbered.WriteAsync(_cluster, topic, Enumerable.Range(0, 500), _cluster.Options(profile));
        (await Numbered.ReadAsync(_cluster, topic)).Order().ShouldBe(Enumerable.Range(0, 500));
    }

    [SkippableFact]
    public async Task Write_TimeKeyHeadersAndDeletion_ComeBackAsWritten()
    {
        var topic = await _cluster.TopicAsync(1);
        var time = new DateTime(2024, 2, 29, 12, 0, 0, DateTimeKind.Utc);
        var encoder = KafkaEncoders.From<int>((number, record) =>
        {
            record.Timestamp = time.Ticks;
            record.Headers = new Headers { { "n", [(byte)number] } };
            record.Key.Write([(byte)number]);
            record.IsDeletion = number == 2;
        });
        await using (var sink = new KafkaSink<int>(_cluster.Options(), new KafkaSinkOptions { Topic = topic }, encoder))
        {
            await sink.OpenAsync(default);
            await sink.WriteAsync(new[] { 1, 2 }, default);
            await sink.FlushAsync(default);
        }

        var decoder = KafkaDecoders.From((in record) => $"{record.Key[0]} {record.HasValue} {record.Value.Length} {record.Headers!.GetLastBytes("n")[0]} {record.Timestamp == time.Ticks}");
        var source = new KafkaSource<string>(_cluster.Options(), new KafkaSourceOptions { Topic = topic, StopAtEnd = true, ReadHeaders = true }, decoder);
        (await Numbered.ReadAsync(source)).ShouldBe(["1 True 0 1 True", "2 False 0 2 True"]);
    }
}
