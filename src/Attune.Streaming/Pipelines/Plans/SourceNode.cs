using Attune.Streaming.Pipelines.Running;
using Attune.Streaming.Pipelines.Running.Reading;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;

namespace Attune.Streaming.Pipelines.Plans;

/// <summary>Where a description begins.</summary>
internal sealed class SourceNode<T>(IStreamSource<T> source, StreamTime<T> time) : PlanNode<T>(0)
{
    public override int Workers(PipelineBuild build) => 1;

    public override void Describe(List<(string Name, string Kind)> steps)
    {
        // Its position is its own business: a source refuses one that it did not give out.
    }

    public override void Build(PipelineBuild build, Func<int, IReceiver<T>> next) =>
        build.Source = new SourceLoop<T>(source, time, next(0), build.Context("source", 0), build.Meter, build.Knobs, build.Checkpoints);
}
