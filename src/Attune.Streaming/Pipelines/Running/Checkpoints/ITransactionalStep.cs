namespace Attune.Streaming.Pipelines.Running.Checkpoints;

/// <summary>A sink whose transactions belong to checkpoints. It writes nothing between <see cref="Barrier.Pass"/> and <see cref="Barrier.Committed"/>, so a commit never meets a write.</summary>
internal interface ITransactionalStep
{
    /// <summary>See <see cref="Sinks.ITransactionalSink{T}.LastCommittedAsync"/>.</summary>
    ValueTask<long?> LastCommittedAsync(CancellationToken cancellationToken);

    /// <summary>Commits what was written before the barrier of the checkpoint.</summary>
    ValueTask CommitAsync(long checkpoint, ReadOnlyMemory<byte> sourcePosition, CancellationToken cancellationToken);
}
