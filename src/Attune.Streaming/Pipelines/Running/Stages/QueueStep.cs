using Attune.Streaming.Pipelines.Batches;

namespace Attune.Streaming.Pipelines.Running.Stages;

/// <summary>Hands items to the sink's worker through its inbox; watermarks alone say nothing to a sink and are left out.</summary>
internal sealed class QueueStep<T>(int sender, Inbox<ItemBatch<T>> inbox) : IReceiver<T>
{
    private readonly BatchPool<ItemBatch<T>> _pool = new(static pool => new ItemBatch<T>(pool));

    public ValueTask OnBatchAsync(Batch<T> batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
        {
            return ValueTask.CompletedTask;
        }

        var taken = _pool.Take();
        taken.Events.Exchange(batch);
        return inbox.SendAsync(sender, taken);
    }

    public ValueTask OnBarrierAsync(Barrier barrier, CancellationToken cancellationToken) =>
        Post(new Message<ItemBatch<T>>(MessageKind.Barrier, Barrier: barrier));

    public ValueTask OnTickAsync(long now, CancellationToken cancellationToken) => Post(new Message<ItemBatch<T>>(MessageKind.Tick, Time: now));

    public ValueTask OnEndAsync(CancellationToken cancellationToken) => Post(new Message<ItemBatch<T>>(MessageKind.End));

    private ValueTask Post(Message<ItemBatch<T>> message)
    {
        inbox.Post(sender, message);
        return ValueTask.CompletedTask;
    }
}
