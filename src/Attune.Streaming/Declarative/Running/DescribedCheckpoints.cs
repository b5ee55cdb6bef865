using System.Text;
using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Declarative.Running;

/// <summary>Checkpoints that know by which description they were taken: states of other keys, windows or aggregates would be read as something that they are not.</summary>
internal sealed class DescribedCheckpoints(ICheckpointStore store, string description, RecordDeadLetters? deadLetters) : ICheckpointStore
{
    private const string Entry = "description";

    /// <summary>The checkpoint that was loaded last.</summary>
    public Checkpoint? Loaded { get; private set; }

    public async ValueTask SaveAsync(string pipeline, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        if (deadLetters is not null)
        {
            await deadLetters.TryFlushAsync(cancellationToken);
        }

        var states = new Dictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>>(checkpoint.States) { [Entry] = [Encoding.UTF8.GetBytes(description)] };
        await store.SaveAsync(pipeline, checkpoint with { States = states }, cancellationToken);
    }

    public async ValueTask<Checkpoint?> LoadAsync(string pipeline, long? atMost, CancellationToken cancellationToken)
    {
        if (await store.LoadAsync(pipeline, atMost, cancellationToken) is not { } checkpoint)
        {
            return null;
        }

        var states = new Dictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>>(checkpoint.States);
        var taken = states.Remove(Entry, out var pieces) && pieces.Count == 1 ? Encoding.UTF8.GetString(pieces[0].Span) : "";
        if (taken != description)
        {
            throw new CheckpointException($"The checkpoint of '{pipeline}' was taken with {(taken.Length == 0 ? "another kind of pipeline" : taken)}; now there is {description}. Start it with --fresh, or give it another name.");
        }

        Loaded = checkpoint with { States = states };
        return Loaded;
    }

    public ValueTask PruneAsync(string pipeline, long keepFrom, CancellationToken cancellationToken) => store.PruneAsync(pipeline, keepFrom, cancellationToken);
}
