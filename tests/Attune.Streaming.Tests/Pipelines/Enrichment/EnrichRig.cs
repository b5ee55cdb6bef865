using System.Collections.Concurrent;
using Attune.Streaming.Pipelines.Batches;
using Attune.Streaming.Pipelines.DeadLetters;
using Attune.Streaming.Pipelines.Enrichment;
using Attune.Streaming.Pipelines.Running;
using Attune.Streaming.Pipelines.Running.Meters;
using Attune.Testing;
using Barrier = Attune.Streaming.Pipelines.Running.Barrier;

namespace Attune.Streaming.Tests.Pipelines.Enrichment;

/// <summary>A step of enrichment between a test and a list of what leaves it.</summary>
internal sealed class EnrichRig : IReceiver<string>, IDeadLetterSink, IAsyncDisposable
{
    private readonly DeadLetterRoute _letters;

    public EnrichRig(Func<int, CancellationToken, ValueTask<string>> function, EnrichOptions options)
    {
        _letters = new DeadLetterRoute(new PipelineMeter("test", Time), this, Time);
        Step = new EnrichStep<int, string>(function, options, new StepContext("test", "1-enrich", 0, Time, _letters), this);
    }

    public ManualTimeProvider Time { get; } = new();

    public EnrichStep<int, string> Step { get; }

    /// <summary>What left, in order: results as they are, <c>|5</c> for a watermark, <c>barrier</c>, <c>end</c>.</summary>
    public List<string> Left { get; } = [];

    /// <summary>Event times of the results.</summary>
    public List<long> Times { get; } = [];

    public ConcurrentQueue<StreamDeadLetter> Letters { get; } = new();

    /// <summary>A batch: numbers are items, with a time ten times as high; a negative one is a watermark.</summary>
    public static Batch<int> Batch(params int[] content)
    {
        var batch = new Batch<int>();
        foreach (var each in content)
        {
            if (each < 0)
            {
                batch.AddMark(-each);
            }
            else
            {
                batch.Add(each, each * 10L);
            }
        }

        return batch;
    }

    public Task SendAsync(params int[] content) => Step.OnBatchAsync(Batch(content), default).AsTask();

    public Task EndAsync() => Step.OnEndAsync(default).AsTask();

    public async Task<IReadOnlyList<StreamDeadLetter>> LettersAsync()
    {
        await _letters.FlushAsync(default);
        return [.. Letters];
    }

    /// <summary>Ticks until so much has left.</summary>
    public Task LeftAsync(params string[] expected) => Eventually.TrueAsync(
        async () =>
        {
            await Step.OnTickAsync(0, default);
            return Left.Count >= expected.Length ? Left.SequenceEqual(expected) ? true : throw new InvalidOperationException($"Left: {string.Join(' ', Left)}") : false;
        },
        string.Join(' ', expected));

    public ValueTask OnBatchAsync(Batch<string> batch, CancellationToken cancellationToken)
    {
        var mark = 0;
        for (var i = 0; i <= batch.Count; i++)
        {
            for (; mark < batch.Marks.Count && batch.Marks[mark].Position == i; mark++)
            {
                Left.Add($"|{batch.Marks[mark].Watermark}");
            }

            if (i < batch.Count)
            {
                Left.Add(batch.Items[i]);
                Times.Add(batch.Timestamps[i]);
            }
        }

        return default;
    }

    public ValueTask OnBarrierAsync(Barrier barrier, CancellationToken cancellationToken)
    {
        Left.Add("barrier");
        return default;
    }

    public ValueTask OnTickAsync(long now, CancellationToken cancellationToken) => default;

    public ValueTask OnEndAsync(CancellationToken cancellationToken)
    {
        Left.Add("end");
        return default;
    }

    public ValueTask WriteAsync(StreamDeadLetter letter, CancellationToken cancellationToken)
    {
        Letters.Enqueue(letter);
        return default;
    }

    public ValueTask DisposeAsync() => _letters.DisposeAsync();
}
