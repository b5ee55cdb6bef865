using Attune.Streaming.Checkpoints;
using Attune.Streaming.Pipelines.Keys;
using Attune.Streaming.Pipelines.Running;
using Attune.Streaming.Pipelines.Running.Keyed;
using Attune.Streaming.Pipelines.Running.Steps;
using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Pipelines.Plans;

/// <summary>A step with state for each key. One worker runs on the thread of the one before it; several have threads and inboxes of their own.</summary>
/// <param name="upstream">The one before.</param>
/// <param name="kind">Its name without its place.</param>
/// <param name="form">What its state depends on.</param>
/// <param name="keys">How keys are told.</param>
/// <param name="lateSink">Takes late events; null for none.</param>
/// <param name="create">Makes the running step of one worker.</param>
internal sealed class KeyedNode<TKey, T, TOut>(
    PlanNode<T> upstream, string kind, string form, KeySelection<TKey, T> keys, ISink<T>? lateSink, Func<KeyedStepSetup<T>, IReceiver<TOut>, IKeyedStep<TKey, T>> create)
    : PlanNode<TOut>(upstream.Index + 1)
    where TKey : notnull
{
    public override int Workers(PipelineBuild build) => build.WorkersFor(keys.Partitions);

    public override void Describe(List<(string Name, string Kind)> steps)
    {
        upstream.Describe(steps);
        steps.Add(($"{Index}-{kind}", form));
    }

    public override void Build(PipelineBuild build, Func<int, IReceiver<TOut>> next)
    {
        var (name, workers, senders) = ($"{Index}-{kind}", Workers(build), upstream.Workers(build));
        var figures = build.Meter.AddStage(name, workers);
        var restored = build.Restore(name);
        var late = lateSink is null ? null : new SharedSink<T>(lateSink);
        if (late is not null)
        {
            build.SideSinks.Add(late);
        }

        var steps = Enumerable.Range(0, workers)
            .Select(worker => create(new KeyedStepSetup<T>(build.Context(name, worker), workers, build.Meter, figures, restored, late), next(worker)))
            .ToArray();
        if (build.Options.Checkpoints is not null && restored.Count == 0)
        {
            // Keys and states that cannot be written are refused now, not at the first checkpoint.
            steps[0].Save(new StateWriter());
        }

        if (workers == 1 && senders == 1 && build.Options.Overflow == OverflowPolicy.Wait)
        {
            upstream.Build(build, sender => new LocalKeyStep<TKey, T>(keys, build.Context(name, sender), steps[0]));
            return;
        }

        var receivers = steps.Select((step, worker) => new KeyedWorker<TKey, T>(worker, senders, step)).ToArray();
        var inboxes = build.AddWorkers(name, figures, senders, build.Options.Overflow, receivers, hasThread: true);
        upstream.Build(build, sender => new PartitionStep<TKey, T>(keys, build.Context(name, sender), inboxes));
    }
}
