using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Pipelines.Running.Keyed;

/// <summary>A step with a state for each key, as its worker sees it. Called by one thread at a time.</summary>
internal interface IKeyedStep<TKey, T>
{
    /// <summary>Takes events and watermarks. They belong to the caller again when the call is over.</summary>
    ValueTask OnColumnsAsync(KeyedColumns<TKey, T> columns, CancellationToken cancellationToken);

    /// <summary>See <see cref="IReceiver{T}.OnBarrierAsync"/>.</summary>
    ValueTask OnBarrierAsync(Barrier barrier, CancellationToken cancellationToken);

    /// <summary>Writes the whole state.</summary>
    /// <exception cref="CheckpointException">It cannot be written.</exception>
    void Save(StateWriter writer);

    /// <summary>See <see cref="IReceiver{T}.OnTickAsync"/>.</summary>
    ValueTask OnTickAsync(long now, CancellationToken cancellationToken);

    /// <summary>See <see cref="IReceiver{T}.OnEndAsync"/>.</summary>
    ValueTask OnEndAsync(CancellationToken cancellationToken);
}
