using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Pipelines.Running.Checkpoints;

/// <summary>Takes no checkpoints: for a pipeline without a store.</summary>
internal sealed class NoCheckpoints : ICheckpointCoordinator
{
    public long? LastCheckpoint => null;

    public Exception? LastFailure => null;

    public ValueTask<Checkpoint?> RestoreAsync(IReadOnlyList<ITransactionalStep> sinks, CancellationToken cancellationToken) => new((Checkpoint?)null);

    public long? Due(long now) => null;

    public void Begin(Barrier barrier, ReadOnlyMemory<byte> position, ReadOnlyMemory<byte> watermark) =>
        throw new InvalidOperationException("The pipeline has no store for checkpoints.");

    public ReadOnlyMemory<byte>? TakeDurablePosition() => null;

    public Task<long> RequestAsync(CancellationToken cancellationToken) =>
        Task.FromException<long>(new InvalidOperationException("The pipeline has no store for checkpoints."));

    public Task DrainAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
