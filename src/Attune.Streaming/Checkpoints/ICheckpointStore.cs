namespace Attune.Streaming.Checkpoints;

/// <summary>Keeps the checkpoints of pipelines. Safe for concurrent use by pipelines of different names.</summary>
public interface ICheckpointStore
{
    /// <summary>Makes a checkpoint durable: after a crash it is there whole or not at all.</summary>
    ValueTask SaveAsync(string pipeline, Checkpoint checkpoint, CancellationToken cancellationToken);

    /// <summary>The newest sound checkpoint with a number of at most <paramref name="atMost"/>; null when there is none. Damaged ones are passed over and reported.</summary>
    ValueTask<Checkpoint?> LoadAsync(string pipeline, long? atMost, CancellationToken cancellationToken);

    /// <summary>Removes what is older than <paramref name="keepFrom"/>, but never the newest two.</summary>
    ValueTask PruneAsync(string pipeline, long keepFrom, CancellationToken cancellationToken);
}
