namespace Attune.Streaming.Pipelines.Running.Stages;

/// <summary>A worker of a stage without keys: the sink's. Watermarks of several senders are not needed behind it.</summary>
internal sealed class ItemReceiver<T>(IReceiver<T> next) : IStageReceiver<ItemBatch<T>>
{
    public ValueTask OnBatchAsync(int sender, ItemBatch<T> batch, CancellationToken cancellationToken) => next.OnBatchAsync(batch.Events, cancellationToken);

    public ValueTask OnWatermarkAsync(int sender, long watermark, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask OnBarrierAsync(Barrier barrier, CancellationToken cancellationToken) => next.OnBarrierAsync(barrier, cancellationToken);

    public ValueTask OnTickAsync(long now, CancellationToken cancellationToken) => next.OnTickAsync(now, cancellationToken);

    public ValueTask OnEndAsync(CancellationToken cancellationToken) => next.OnEndAsync(cancellationToken);
}
