using Attune.Streaming.Pipelines.Running;

namespace Attune.Streaming.Pipelines.Plans;

/// <summary>A step that runs on the thread of the one before.</summary>
/// <param name="upstream">The one before.</param>
/// <param name="kind">Its name without its place.</param>
/// <param name="create">Makes the running step.</param>
internal sealed class StepNode<TIn, TOut>(PlanNode<TIn> upstream, string kind, Func<StepContext, IReceiver<TOut>, IReceiver<TIn>> create)
    : PlanNode<TOut>(upstream.Index + 1)
{
    public override int Workers(PipelineBuild build) => upstream.Workers(build);

    public override void Describe(List<(string Name, string Kind)> steps) => upstream.Describe(steps);

    public override void Build(PipelineBuild build, Func<int, IReceiver<TOut>> next) =>
        upstream.Build(build, worker => create(build.Context($"{Index}-{kind}", worker), next(worker)));
}
