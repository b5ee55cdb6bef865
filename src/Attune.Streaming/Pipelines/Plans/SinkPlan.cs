using Attune.Streaming.Checkpoints;
using Attune.Streaming.Pipelines.DeadLetters;
using Attune.Streaming.Pipelines.Running;
using Attune.Streaming.Pipelines.Running.Checkpoints;
using Attune.Streaming.Pipelines.Running.Meters;
using Attune.Streaming.Pipelines.Running.Stages;
using Attune.Streaming.Pipelines.Running.Steps;
using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Pipelines.Plans;

/// <summary>A whole description: its last operator and its sink.</summary>
internal sealed class SinkPlan<T>(PlanNode<T> last, ISink<T> sink) : PipelinePlan
{
    public override async Task<PipelineRun> StartAsync(string name, PipelineOptions options, CancellationToken cancellationToken)
    {
        var meter = new PipelineMeter(name, options.Time);
        var parts = new Stack<IAsyncDisposable>();
        try
        {
            var deadLetters = new DeadLetterRoute(meter, options.DeadLetters, options.Time);
            parts.Push(deadLetters);
            parts.Push(sink);

            // Disposed of before the sink: what it still does may be a commit.
            var checkpoints = CreateCheckpoints(name, options);
            parts.Push(checkpoints);
            await sink.OpenAsync(cancellationToken);
            var sinkStep = new SinkStep<T>(sink, meter, new StepContext(name, $"{last.Index + 1}-sink", 0, options.Time, deadLetters));
            var restored = await checkpoints.RestoreAsync(sinkStep.IsTransactional ? [sinkStep] : [], cancellationToken);
            var build = new PipelineBuild(name, options, meter, deadLetters, checkpoints, restored);
            Build(build, sinkStep);
            foreach (var side in build.SideSinks)
            {
                parts.Push(side);
                await side.OpenAsync(cancellationToken);
            }

            parts.Push(build.Source!);
            await build.Source!.OpenAsync(restored?.SourcePosition, restored?.Watermark ?? default, cancellationToken);
            return new PipelineRun(build.Source, build.Workers, checkpoints, meter, parts);
        }
        catch
        {
            foreach (var part in parts)
            {
                try
                {
                    await part.DisposeAsync();
                }
                catch (Exception)
                {
                    // The error that kept it from starting is the one to report.
                }
            }

            throw;
        }
    }

    private ICheckpointCoordinator CreateCheckpoints(string name, PipelineOptions options)
    {
        if (options.Checkpoints is not { } store)
        {
            return sink is ITransactionalSink<T>
                ? throw new CheckpointException($"The sink of pipeline '{name}' commits with checkpoints: without a store for them nothing would ever be committed.")
                : new NoCheckpoints();
        }

        var steps = new List<(string, string)>();
        last.Describe(steps);
        return new CheckpointCoordinator(name, new PipelineShape(steps), store, options.CheckpointInterval, options.Time);
    }

    /// <summary>With several workers before it the sink has an inbox, on the thread pool since it waits for I/O.</summary>
    private void Build(PipelineBuild build, SinkStep<T> sinkStep)
    {
        var senders = last.Workers(build);
        if (senders == 1)
        {
            last.Build(build, _ => sinkStep);
            return;
        }

        var stage = $"{last.Index + 1}-sink";
        var inbox = build.AddWorkers(stage, build.Meter.AddStage(stage, 1), senders, OverflowPolicy.Wait, [new ItemReceiver<T>(sinkStep)], hasThread: false)[0];
        last.Build(build, sender => new QueueStep<T>(sender, inbox));
    }
}
