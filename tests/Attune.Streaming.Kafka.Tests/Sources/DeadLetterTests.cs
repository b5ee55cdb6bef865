using System.Text;
using Attune.Streaming.Kafka.Sinks;
using Attune.Streaming.Pipelines.DeadLetters;
using Attune.Streaming.Pipelines.Sources;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Tests.Sources;

public sealed class DeadLetterTests : IDisposable
{
    private readonly TestCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [SkippableFact]
    public async Task Read_PoisonAmongGood_KeepsTheRecordAsItWasAndGoesOn()
    {
        var (topic, dead) = (await _cluster.TopicAsync(1), await _cluster.TopicAsync(1));
        await Numbered.WriteAsync(_cluster, topic, [1]);
        await ProduceAsync(topic, key: [0xFF, 0], value: "poison"u8.ToArray(), new Headers { { "trace", [7] } });
        await ProduceAsync(topic, key: new byte[200], value: "5"u8.ToArray(), []);
        await ProduceAsync(topic, key: null, value: new byte[2000], []);
        await Numbered.WriteAsync(_cluster, topic, [2]);

        await using var deadLetters = new KafkaDeadLetterTopic(_cluster.Options(), dead);
        var options = new KafkaSourceOptions { Topic = topic, StopAtEnd = true, MaxKeyBytes = 100, MaxValueBytes = 1000 };
        var source = new KafkaSource<int>(_cluster.Options(), options, Numbered.Decoder, deadLetters);
        await using var reader = await source.OpenAsync(null, default);
        var failures = new List<SourceFailure>();
        var items = new List<int>();
        var buffer = new SourceBuffer<int>(1);
        bool goesOn;
        do
        {
            buffer.Clear(1);
            goesOn = await reader.ReadAsync(buffer, TimeSpan.FromMilliseconds(20), default);
            items.AddRange(buffer.Items);
            failures.AddRange(buffer.Failures);
        }
        while (goesOn);

        items.ShouldBe([1, 2]);
        failures.Select(failure => failure.Reason).ShouldBe(
            [KafkaDeadLetterReasons.Undecodable, KafkaDeadLetterReasons.KeyTooLarge, KafkaDeadLetterReasons.ValueTooLarge]);
        failures[0].Position.ShouldBe("partition 0, offset 1");
        failures[0].Content.ShouldBe("poison");

        var kept = await RawAsync(dead, 3);
        kept[0].Message.Key.ShouldBe([0xFF, 0]);
        kept[0].Message.Value.ShouldBe("poison"u8.ToArray());
        Header(kept[0], "trace").ShouldBe("\u0007");
        Header(kept[0], "attune-reason").ShouldBe(KafkaDeadLetterReasons.Undecodable);
        Header(kept[0], "attune-detail").ShouldContain("no number");
        Header(kept[0], "attune-topic").ShouldBe(topic);
        Header(kept[0], "attune-partition").ShouldBe("0");
        Header(kept[0], "attune-offset").ShouldBe("1");
        kept[1].Message.Key!.Length.ShouldBe(200);
        kept[2].Message.Key.ShouldBeNull();
        kept[2].Message.Value.Length.ShouldBe(2000);
    }

    /// <summary>With the reason in its headers it would be larger than what producers and brokers take, and stop the pipeline for good.</summary>
    [SkippableFact]
    public async Task Read_PoisonOfNearlyTheLargestSize_IsCutAndDoesNotStopTheSource()
    {
        var (topic, dead) = (await _cluster.TopicAsync(1), await _cluster.TopicAsync(1));
        await ProduceAsync(topic, key: [1, 2], value: [.. Enumerable.Repeat((byte)'x', 999_500)], []);
        await Numbered.WriteAsync(_cluster, topic, [2]);
        await using var deadLetters = new KafkaDeadLetterTopic(_cluster.Options(), dead);
        var options = new KafkaSourceOptions { Topic = topic, StopAtEnd = true };
        (await Numbered.ReadAsync(new KafkaSource<int>(_cluster.Options(), options, Numbered.Decoder, deadLetters))).ShouldBe([2]);

        var kept = (await RawAsync(dead, 1))[0];
        kept.Message.Key.ShouldBe([1, 2]);
        kept.Message.Value.Length.ShouldBe(899_998);
        Header(kept, "attune-truncated").ShouldBe("headers of 0, a key of 2, a value of 999500 bytes");
    }

    [SkippableFact]
    public async Task Write_FailureOfALaterStage_KeepsItsText()
    {
        var dead = await _cluster.TopicAsync(1);
        await using var deadLetters = new KafkaDeadLetterTopic(_cluster.Options(), dead);
        await deadLetters.WriteAsync(new StreamDeadLetter("clicks", "2-window", "future-timestamp", "a year ahead", "{}"), default);
        var kept = (await RawAsync(dead, 1))[0];
        Encoding.UTF8.GetString(kept.Message.Value).ShouldBe("{}");
        Header(kept, "attune-pipeline").ShouldBe("clicks");
        Header(kept, "attune-stage").ShouldBe("2-window");
        Header(kept, "attune-reason").ShouldBe("future-timestamp");
    }

    private static string Header(ConsumeResult<byte[]?, byte[]> result, string name) => Encoding.UTF8.GetString(result.Message.Headers.GetLastBytes(name));

    private async Task ProduceAsync(string topic, byte[]? key, byte[] value, Headers headers)
    {
        using var producer = new ProducerBuilder<byte[]?, byte[]>(new ProducerConfig { BootstrapServers = _cluster.BootstrapServers }).Build();
        await producer.ProduceAsync(topic, new Message<byte[]?, byte[]> { Key = key, Value = value, Headers = headers });
    }

    private async Task<List<ConsumeResult<byte[]?, byte[]>>> RawAsync(string topic, int count)
    {
        using var consumer = new ConsumerBuilder<byte[]?, byte[]>(
            new ConsumerConfig { BootstrapServers = _cluster.BootstrapServers, GroupId = $"{topic}-raw", FetchWaitMaxMs = 10 }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        using var bound = new CancellationTokenSource(Testing.Eventually.Bound);
        return await Task.Run(() => Enumerable.Range(0, count).Select(_ => consumer.Consume(bound.Token)).ToList());
    }
}
