using System.Runtime.InteropServices;
using Attune.Streaming.Pipelines.Running.Stages;
using Attune.Streaming.Watermarks;

namespace Attune.Streaming.Pipelines.Running.Keyed;

/// <summary>One of several workers: takes its own rows out of shared batches. Its watermark is the minimum over its senders.</summary>
internal sealed class KeyedWorker<TKey, T>(int worker, int senders, IKeyedStep<TKey, T> step) : IStageReceiver<KeyedBatch<TKey, T>>
{
    private readonly KeyedColumns<TKey, T> _columns = new();
    private readonly MinimumWatermark _watermark = new(senders);
    private readonly List<Mark> _marks = [];

    public async ValueTask OnBatchAsync(int sender, KeyedBatch<TKey, T> batch, CancellationToken cancellationToken)
    {
        _columns.Gather(batch, worker, MarksOf(sender, batch));
        await step.OnColumnsAsync(_columns, cancellationToken);
        _columns.Clear();
    }

    public ValueTask OnWatermarkAsync(int sender, long watermark, CancellationToken cancellationToken)
    {
        if (!_watermark.TryAdvance(sender, watermark, out var minimum))
        {
            return ValueTask.CompletedTask;
        }

        _columns.TakeMark(minimum);
        return step.OnColumnsAsync(_columns, cancellationToken);
    }

    public ValueTask OnBarrierAsync(Barrier barrier, CancellationToken cancellationToken) => step.OnBarrierAsync(barrier, cancellationToken);

    public ValueTask OnTickAsync(long now, CancellationToken cancellationToken) => step.OnTickAsync(now, cancellationToken);

    public ValueTask OnEndAsync(CancellationToken cancellationToken) => step.OnEndAsync(cancellationToken);

    private ReadOnlySpan<Mark> MarksOf(int sender, KeyedBatch<TKey, T> batch)
    {
        if (senders == 1)
        {
            return batch.Events.MarkSpan;
        }

        _marks.Clear();
        foreach (var mark in batch.Events.MarkSpan)
        {
            if (_watermark.TryAdvance(sender, mark.Watermark, out var minimum))
            {
                _marks.Add(mark with { Watermark = minimum });
            }
        }

        return CollectionsMarshal.AsSpan(_marks);
    }
}
