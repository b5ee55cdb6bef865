namespace Attune.Streaming.Pipelines.Sinks;

/// <summary>
/// A sink whose transaction decides which checkpoint counts: what is written between two checkpoints becomes visible together with the
/// second one, or never.
/// </summary>
/// <remarks>
/// Order at a checkpoint: <see cref="ISink{T}.FlushAsync"/>; the checkpoint is made durable; <see cref="CommitAsync"/>. At a start
/// <see cref="LastCommittedAsync"/> says which checkpoint the sink committed last; the pipeline goes on from that one, even if a newer lies on disk.
/// </remarks>
public interface ITransactionalSink<T> : ISink<T>
{
    /// <summary>
    /// The checkpoint of the last committed transaction. Null when nothing was committed yet: the pipeline then begins anew, whatever lies in its
    /// store. <see cref="long.MaxValue"/> when the sink cannot know: the newest checkpoint serves, and results since may be there twice.
    /// </summary>
    ValueTask<long?> LastCommittedAsync(CancellationToken cancellationToken);

    /// <summary>Commits what was written since the last commit, in one transaction with the checkpoint's number and the source's position.</summary>
    ValueTask CommitAsync(long checkpoint, ReadOnlyMemory<byte> sourcePosition, CancellationToken cancellationToken);
}
