using Attune.Streaming.Pipelines.Batches;

namespace Attune.Streaming.Pipelines.Running;

/// <summary>One step of a running pipeline, as the step before sees it. Called by one thread at a time; each call completes before the next.</summary>
internal interface IReceiver<T>
{
    /// <summary>Takes a batch, items and marks. The batch belongs to the caller again when the call is over, perhaps with other arrays and without its content.</summary>
    ValueTask OnBatchAsync(Batch<T> batch, CancellationToken cancellationToken);

    /// <summary>Everything before the barrier has arrived: the step puts its state into it and hands it on after everything that it still holds.</summary>
    ValueTask OnBarrierAsync(Barrier barrier, CancellationToken cancellationToken);

    /// <summary>Processing time has come to <paramref name="now"/> (UTC ticks). Comes regularly, also while there are no events.</summary>
    ValueTask OnTickAsync(long now, CancellationToken cancellationToken);

    /// <summary>Nothing follows. The step hands on what it still holds, then the end.</summary>
    ValueTask OnEndAsync(CancellationToken cancellationToken);
}
