using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Tests.Pipelines.Running.Checkpoints;

/// <summary>Keeps checkpoints in memory, and does what a test tells it to.</summary>
internal sealed class MemoryCheckpointStore : ICheckpointStore
{
    public SortedDictionary<long, Checkpoint> Saved { get; } = [];

    public List<string> Log { get; init; } = [];

    /// <summary>Called before a checkpoint is saved.</summary>
    public Func<Checkpoint, Task>? Saving { get; set; }

    public async ValueTask SaveAsync(string pipeline, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        if (Saving is not null)
        {
            await Saving(checkpoint).WaitAsync(cancellationToken);
        }

        lock (Saved)
        {
            Saved[checkpoint.Id] = checkpoint;
            Log.Add($"save {checkpoint.Id}");
        }
    }

    public ValueTask<Checkpoint?> LoadAsync(string pipeline, long? atMost, CancellationToken cancellationToken)
    {
        lock (Saved)
        {
            return new(Saved.Values.LastOrDefault(each => each.Id <= (atMost ?? long.MaxValue)));
        }
    }

    public ValueTask PruneAsync(string pipeline, long keepFrom, CancellationToken cancellationToken)
    {
        lock (Saved)
        {
            Log.Add($"prune {keepFrom}");
            foreach (var id in Saved.Keys.SkipLast(2).Where(id => id < keepFrom).ToList())
            {
                Saved.Remove(id);
            }
        }

        return default;
    }
}
