namespace Attune.Streaming.Pipelines.Running.Stages;

/// <summary>What a worker does with its messages. Called by one thread at a time.</summary>
internal interface IStageReceiver<TBatch>
{
    /// <summary>Takes a batch of one sender. It is released by the caller afterwards.</summary>
    ValueTask OnBatchAsync(int sender, TBatch batch, CancellationToken cancellationToken);

    /// <summary>The watermark of one sender has moved, without items.</summary>
    ValueTask OnWatermarkAsync(int sender, long watermark, CancellationToken cancellationToken);

    /// <summary>The barrier has come from all senders.</summary>
    ValueTask OnBarrierAsync(Barrier barrier, CancellationToken cancellationToken);

    /// <summary>Processing time.</summary>
    ValueTask OnTickAsync(long now, CancellationToken cancellationToken);

    /// <summary>All senders have ended.</summary>
    ValueTask OnEndAsync(CancellationToken cancellationToken);
}
