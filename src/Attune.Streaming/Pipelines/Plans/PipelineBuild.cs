using Attune.Streaming.Checkpoints;
using Attune.Streaming.Pipelines.DeadLetters;
using Attune.Streaming.Pipelines.Running;
using Attune.Streaming.Pipelines.Running.Checkpoints;
using Attune.Streaming.Pipelines.Running.Meters;
using Attune.Streaming.Pipelines.Running.Reading;
using Attune.Streaming.Pipelines.Running.Stages;
using Attune.Streaming.Pipelines.Running.Steps;

namespace Attune.Streaming.Pipelines.Plans;

/// <summary>What is made of a plan when it is started.</summary>
internal sealed class PipelineBuild(string name, PipelineOptions options, PipelineMeter meter, DeadLetterRoute deadLetters, ICheckpointCoordinator checkpoints, Checkpoint? restored)
{
    public PipelineOptions Options => options;

    public PipelineMeter Meter => meter;

    public ICheckpointCoordinator Checkpoints => checkpoints;

    public ReadingKnobs Knobs { get; } = new(name, options);

    public List<IStageWorker> Workers { get; } = [];

    public List<ISideSink> SideSinks { get; } = [];

    public ISourceLoop? Source { get; set; }

    public StepContext Context(string stage, int worker) => new(name, stage, worker, options.Time, deadLetters);

    /// <summary>The number of workers for a wish; 0 is the pipeline's setting.</summary>
    public int WorkersFor(int wish) => (wish == 0 ? options.Partitions : wish) is var set and > 0 ? set : Math.Min(Environment.ProcessorCount, 255);

    /// <summary>The states of a step in the checkpoint that the run goes on from.</summary>
    /// <exception cref="CheckpointException">The checkpoint has none for it: it is of another pipeline.</exception>
    public IReadOnlyList<ReadOnlyMemory<byte>> Restore(string stage)
    {
        if (restored is null)
        {
            return [];
        }

        return restored.States.TryGetValue(stage, out var states)
            ? states
            : throw new CheckpointException($"Checkpoint {restored.Id} of pipeline '{name}' has no state for the step '{stage}': it is of another description.");
    }

    /// <summary>Adds a worker with an inbox for each of some receivers.</summary>
    /// <returns>Their inboxes.</returns>
    public Inbox<TBatch>[] AddWorkers<TBatch>(
        string stage, StageMeter figures, int senders, OverflowPolicy overflow, IReadOnlyList<IStageReceiver<TBatch>> receivers, bool hasThread)
        where TBatch : class, IStageBatch
    {
        var inboxes = new Inbox<TBatch>[receivers.Count];
        for (var i = 0; i < inboxes.Length; i++)
        {
            inboxes[i] = new Inbox<TBatch>(i, senders, options.BufferCapacity, overflow, meter, figures);
            Workers.Add(new StageWorker<TBatch>($"{name} {stage} {i}", inboxes[i], receivers[i], hasThread));
        }

        figures.Observe([.. inboxes.Select(inbox => (Func<double>)(() => inbox.Fill))]);
        return inboxes;
    }
}
