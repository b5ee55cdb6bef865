using Attune.Streaming.Checkpoints;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Time;
using Attune.Testing;

namespace Attune.Streaming.Kafka.Tests.Pipelines;

public sealed class KafkaPipelineTests : IDisposable
{
    private const int Stage = 2000;

    private readonly TestCluster _cluster = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _cluster.Dispose();
    }

    [SkippableFact]
    public async Task Run_CrashesAndRestarts_IdempotentSink_LosesNothing()
    {
        var (input, output) = (await _cluster.TopicAsync(4), await _cluster.TopicAsync(4));
        await CrashAndRestartAsync(input, () => new KafkaSink<int>(_cluster.Options(), new KafkaSinkOptions { Topic = output }, Numbered.Encoder));
        (await Numbered.ReadAsync(_cluster, output)).Distinct().Order().ShouldBe(Enumerable.Range(0, 4 * Stage));
    }

    [SkippableFact]
    public async Task Run_CrashesAndRestarts_TransactionalSink_LosesAndDoublesNothing()
    {
        var (input, output) = (await _cluster.TopicAsync(4), await _cluster.TopicAsync(4));
        var options = new KafkaTransactionalSinkOptions
        {
            Topic = output, CommitTopic = await _cluster.TopicAsync(1), TransactionalId = $"{output}-writer", SourceGroup = input,
        };
        await CrashAndRestartAsync(input, () => new KafkaTransactionalSink<int>(_cluster.Options(), options, Numbered.Encoder));
        var read = await Numbered.ReadAsync(_cluster, output);
        read.Distinct().Order().ShouldBe(Enumerable.Range(0, 4 * Stage));
        Skip.IfNot(TestCluster.IsReal, "Nothing was lost; whether something is seen twice only a real cluster tells, the one in memory shows aborted records.");
        read.Count.ShouldBe(4 * Stage);
    }

    /// <summary>The commit of offsets hangs then, and with it all that the client is asked to do.</summary>
    [SkippableFact]
    public async Task Stop_WithAllBrokersGone_TakesItsCheckpointAndEnds()
    {
        var cluster = _cluster.Failing();
        var input = await _cluster.TopicAsync(4);
        await Numbered.WriteAsync(_cluster, input, Enumerable.Range(0, 100));
        var source = new KafkaSource<int>(_cluster.Options(), new KafkaSourceOptions { Topic = input, Group = input }, Numbered.Decoder);
        var read = 0;
        var pipeline = Pipeline.From(source, StreamTimes.OfSource<int>()).To("stop", new DelegateSink<int>((items, _) =>
        {
            read += items.Length;
            return ValueTask.CompletedTask;
        }));
        var run = await pipeline.StartAsync(new PipelineOptions { Checkpoints = new FolderCheckpointStore(_folder.Path), CheckpointInterval = TimeSpan.FromHours(1) });
        await Eventually.TrueAsync(() => read == 100, "all is read");
        for (var broker = 1; broker <= 3; broker++)
        {
            cluster.StopBroker(broker);
        }

        var ended = Task.Run(async () =>
        {
            await run.CheckpointAsync();
            await run.StopAsync();
            await run.DisposeAsync();
        });
        await ended.WaitAsync(TimeSpan.FromSeconds(40));
    }

    /// <summary>Four stages of input; the pipeline crashes in the middle of the first three, after a checkpoint and with records beyond it.</summary>
    private async Task CrashAndRestartAsync(string input, Func<ISink<int>> sink)
    {
        for (var stage = 0; stage < 3; stage++)
        {
            await Numbered.WriteAsync(_cluster, input, Enumerable.Range(stage * Stage, Stage));
            await using var run = await Describe(input, stopAtEnd: false, sink()).StartAsync(Options());
            await Eventually.TrueAsync(() => run.Statistics.RecordsIn >= Stage / 2 || run.Completion.IsCompleted, "it reads");
            if (!run.Completion.IsCompleted)
            {
                await run.CheckpointAsync();
            }
        }

        await Numbered.WriteAsync(_cluster, input, Enumerable.Range(3 * Stage, Stage));
        await Describe(input, stopAtEnd: true, sink()).RunAsync(Options()).WaitAsync(Eventually.Bound);
    }

    private PipelineOptions Options() => new() { Checkpoints = new FolderCheckpointStore(_folder.Path), CheckpointInterval = TimeSpan.FromMilliseconds(20), BatchSize = 64 };

    private StreamPipeline Describe(string input, bool stopAtEnd, ISink<int> sink) => Pipeline
        .From(new KafkaSource<int>(_cluster.Options(), new KafkaSourceOptions { Topic = input, Group = input, StopAtEnd = stopAtEnd, StartAtCommitted = false }, Numbered.Decoder), StreamTimes.OfSource<int>())
        .To("copy", sink);
}
