using System.Collections.Concurrent;
using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Pipelines.Running;

/// <summary>A cut through a running pipeline: passes every step in line with the events and collects the state of each.</summary>
internal sealed class Barrier(long checkpoint)
{
    private readonly ConcurrentDictionary<(string Operator, int Worker), ReadOnlyMemory<byte>> _states = new();
    private readonly TaskCompletionSource _passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A barrier that only pushes everything before it through to the sink; no step need put its state into it.</summary>
    public static Barrier ForFlush()
    {
        var barrier = new Barrier(0);
        barrier.Complete();
        return barrier;
    }

    /// <summary>Number of the checkpoint; 0 for none.</summary>
    public long Checkpoint => checkpoint;

    /// <summary>Completes when the sink has passed it: everything before it is written and flushed.</summary>
    public Task Passed => _passed.Task;

    /// <summary>
    /// Completes when the checkpoint is durable and committed, or could not be saved and is left to the next one: the sink's transaction then goes on.
    /// A transactional sink waits for it before it writes on. Fails when the commit failed.
    /// </summary>
    public Task Committed => _committed.Task;

    /// <summary>State of each step, by name and worker.</summary>
    public IReadOnlyDictionary<(string Operator, int Worker), ReadOnlyMemory<byte>> States => _states;

    /// <summary>Lets a step put its state in, unless the barrier takes none.</summary>
    /// <param name="context">Which step and worker it is.</param>
    /// <param name="size">Bytes to make room for: a little more than last time, so that a large state is not copied again and again while it grows.</param>
    /// <param name="save">Writes the state.</param>
    public void Save(StepContext context, ref int size, Action<StateWriter> save)
    {
        if (checkpoint > 0)
        {
            var writer = new StateWriter(size);
            save(writer);
            Add(context.Stage, context.Worker, writer.Written);
            size = (int)Math.Min(Array.MaxLength, writer.Written.Length * 17L / 16);
        }
    }

    /// <summary>Puts in the state of one step of one worker.</summary>
    public void Add(string name, int worker, ReadOnlyMemory<byte> state) => _states[(name, worker)] = state;

    /// <summary>Says that the sink has passed it.</summary>
    public void Pass() => _passed.TrySetResult();

    /// <summary>Says that the sink may write on.</summary>
    public void Complete() => _committed.TrySetResult();

    /// <summary>Says that nobody knows what the sink has committed.</summary>
    public void Fail(Exception error) => _committed.TrySetException(error);
}
