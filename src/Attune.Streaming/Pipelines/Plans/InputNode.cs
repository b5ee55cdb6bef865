using Attune.Streaming.Pipelines.Running;

namespace Attune.Streaming.Pipelines.Plans;

/// <summary>Where a description begins that is fed by calls.</summary>
internal sealed class InputNode<T>(StreamInput<T> input) : PlanNode<T>(0)
{
    public override int Workers(PipelineBuild build) => 1;

    public override void Describe(List<(string Name, string Kind)> steps)
    {
        // It takes no checkpoints, so nobody compares.
    }

    public override void Build(PipelineBuild build, Func<int, IReceiver<T>> next) => build.Source = input.Attach(next(0), build);
}
