using System.Text;
using Attune.Streaming.Declarative;
using Attune.Streaming.Declarative.Connectors;
using Attune.Streaming.Kafka.Declarative;
using Attune.Testing;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Tests.Declarative;

/// <summary>Descriptions that name topics.</summary>
public sealed class KafkaDescriptionTests : IDisposable
{
    private readonly TestCluster _cluster = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _cluster.Dispose();
    }

    /// <summary>What passes no condition and has no time either must not carry the time of another partition into its own.</summary>
    [Fact]
    public void Decode_WithoutTimeAndNotWanted_IsLeftOut()
    {
        var definition = Parse("in", "time: { field: at }", "where: [ { field: type, equals: a } ]", "sink: { file: out.jsonl }");
        var decoder = new RowDecoder(definition.Format.CreateParser());
        Decode(decoder, """{"type":"a","at":"2026-01-05T10:10:00Z"}""", partition: 0).ShouldBeNull();
        Decode(decoder, """{"type":"b"}""", partition: 1).ShouldBe(KafkaDecodeFailure.Skip);
        Decode(decoder, """{"type":"a"}""", partition: 1)!.Reason.ShouldBe("missing-field");
    }

    [SkippableFact]
    public async Task Run_MostRecordsLeftOut_KeepsTheOthersAndCountsNoDeadLetter()
    {
        var topic = await _cluster.TopicAsync(2);
        await ProduceAsync(topic, Enumerable.Range(0, 5000).Select(i => i % 1000 == 999 ? $$"""{"type":"a","n":{{i}},"at":"2026-01-05T10:10:00Z"}""" : """{"type":"b"}"""));
        var definition = Parse(topic, "time: { field: at }", "where: [ { field: type, equals: a } ]", "batch_size: 10", "sink: { file: out.jsonl }");
        await using var run = await definition.StartAsync();
        await run.Completion.WaitAsync(Eventually.Bound);
        run.Statistics.DeadLetters.ShouldBe(0);
        (await LinesAsync("out.jsonl")).Length.ShouldBe(5);
    }

    [SkippableFact]
    public async Task Run_ValuesOfSeveralLines_BecomeOneLineEach()
    {
        var topic = await _cluster.TopicAsync(1);
        await ProduceAsync(topic, ["{\n  \"a\": 1,\r\n  \"b\": \"x\\ny\"\n}", "{\"a\": 2}"]);
        await Parse(topic, "sink: { file: out.jsonl }").RunAsync().WaitAsync(Eventually.Bound);
        (await LinesAsync("out.jsonl")).ShouldBe(["{   \"a\": 1,    \"b\": \"x\\ny\" }", "{\"a\": 2}"]);
    }

    [SkippableFact]
    public async Task Run_TransactionalAndFresh_BeginsAnew()
    {
        var (topic, results) = (await _cluster.TopicAsync(1), await _cluster.TopicAsync(1));
        _cluster.Loopback?.CreateTopic("attune-commits", 1);
        await ProduceAsync(topic, ["{\"a\":1}"]);
        var definition = Parse(
            topic, $"sink: {{ kafka: {{ topic: {results}, brokers: \"{_cluster.BootstrapServers}\", transactional: true, transactional_id: {results}, commit_topic_replicas: 1 }} }}",
            "checkpoints: { folder: checkpoints }");
        await definition.RunAsync().WaitAsync(Eventually.Bound);
        await definition.RunAsync(new RunSettings { IsFresh = true }).WaitAsync(Eventually.Bound);
        await definition.RunAsync().WaitAsync(Eventually.Bound);
        (await RawAsync(results)).ShouldBe(["{\"a\":1}", "{\"a\":1}"]);
    }

    /// <summary>The second pipeline would else begin where the first has stopped.</summary>
    [SkippableFact]
    public async Task Run_TwoPipelinesOfOneTopic_DoNotShareOffsets()
    {
        var topic = await _cluster.TopicAsync(1);
        await ProduceAsync(topic, ["{\"a\":1}"]);
        foreach (var name in new[] { "first", "second" })
        {
            var definition = PipelineDefinition.Parse(
                $"name: {name}-{topic}\nsource: {{ kafka: {{ topic: {topic}, brokers: \"{_cluster.BootstrapServers}\", stop_at_end: true }} }}\nsink: {{ file: {name}.jsonl }}\ncheckpoints: {{ folder: checkpoints }}",
                _folder.Path, ConnectorSet.Default.WithKafka());
            await definition.RunAsync().WaitAsync(Eventually.Bound);
            (await LinesAsync($"{name}.jsonl")).ShouldBe(["{\"a\":1}"]);
        }
    }

    [Fact]
    public void Parse_CheckpointsTooRareForTransactions_IsRefused()
    {
        var error = Should.Throw<PipelineException>(() => Parse(
            "in", "sink: { kafka: { topic: results, brokers: \"127.0.0.1:1\", transactional: true } }", "checkpoints: { folder: checkpoints, interval: 10m }"));
        error.Errors.ShouldHaveSingleItem().Path.ShouldBe("checkpoints");
        error.Message.ShouldContain("has an interval of 10m; this sink can wait");
    }

    private static KafkaDecodeFailure? Decode(RowDecoder decoder, string json, int partition) => decoder.Decode(
        new KafkaRecord { Topic = "in", Partition = partition, Offset = 0, HasValue = true, Value = Encoding.UTF8.GetBytes(json) }, out _);

    private PipelineDefinition Parse(string topic, params string[] lines) => PipelineDefinition.Parse(
        $"name: test\nsource: {{ kafka: {{ topic: {topic}, group: {topic}, brokers: \"{_cluster.BootstrapServers}\", stop_at_end: true }} }}\n{string.Join('\n', lines)}",
        _folder.Path, ConnectorSet.Default.WithKafka());

    private async Task ProduceAsync(string topic, IEnumerable<string> values)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = _cluster.BootstrapServers }).Build();
        await Task.WhenAll(values.Select(value => producer.ProduceAsync(topic, new Message<Null, string> { Value = value })));
    }

    private async Task<List<string>> RawAsync(string topic) => await Numbered.ReadAsync(new KafkaSource<string>(
        _cluster.Options(), new KafkaSourceOptions { Topic = topic, StopAtEnd = true, StartAtCommitted = false, Group = $"{topic}-reader" }, KafkaDecoders.Text()));

    private Task<string[]> LinesAsync(string name) => File.ReadAllLinesAsync(_folder.File(name));
}
