using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Pipelines.Running.Checkpoints;

/// <summary>Decides when checkpoints are taken, makes them durable and commits them. One for each run of a pipeline.</summary>
/// <remarks>
/// The source's loop calls <see cref="RestoreAsync"/> before anything is opened, then <see cref="Due"/> and <see cref="TakeDurablePosition"/> between
/// batches. When a checkpoint is due it calls <see cref="Begin"/> and then sends the barrier down the chain; when the barrier has passed
/// (<see cref="Barrier.Passed"/>) the coordinator saves its states, commits the sinks and calls <see cref="Barrier.Complete"/>, all in the background.
/// An error of the background comes out of <see cref="Due"/> and <see cref="DrainAsync"/>, and of <see cref="Barrier.Committed"/>.
/// </remarks>
internal interface ICheckpointCoordinator : IAsyncDisposable
{
    /// <summary>Number of the last durable checkpoint; null before the first.</summary>
    long? LastCheckpoint { get; }

    /// <summary>Why the newest checkpoint could not be saved; null once one is durable again. The pipeline goes on meanwhile.</summary>
    Exception? LastFailure { get; }

    /// <summary>The checkpoint to go on from; null for a fresh start. Called once; the sinks are open.</summary>
    /// <param name="sinks">The sinks whose transactions decide which checkpoint counts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<Checkpoint?> RestoreAsync(IReadOnlyList<ITransactionalStep> sinks, CancellationToken cancellationToken);

    /// <summary>Number of the checkpoint to take now; null when none is due or one is under way.</summary>
    /// <param name="now">Processing time, UTC ticks.</param>
    long? Due(long now);

    /// <summary>Takes over a barrier that is about to be sent. Returns at once.</summary>
    /// <param name="barrier">Has the number that <see cref="Due"/> gave.</param>
    /// <param name="position">The source's position at the barrier.</param>
    /// <param name="watermark">State of the source's watermarks at the barrier.</param>
    void Begin(Barrier barrier, ReadOnlyMemory<byte> position, ReadOnlyMemory<byte> watermark);

    /// <summary>The position of the newest durable checkpoint, once; null when there is none since the last call. The source's loop then commits it to the reader.</summary>
    ReadOnlyMemory<byte>? TakeDurablePosition();

    /// <summary>Asks for a checkpoint as soon as possible: <see cref="Due"/> gives its number next. Completes when it is durable and committed.</summary>
    /// <exception cref="InvalidOperationException">There is no store.</exception>
    Task<long> RequestAsync(CancellationToken cancellationToken);

    /// <summary>Completes when no barrier is under way: each is durable and committed, or its saving has failed.</summary>
    Task DrainAsync(CancellationToken cancellationToken);
}
