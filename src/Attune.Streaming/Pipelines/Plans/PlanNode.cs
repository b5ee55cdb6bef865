using Attune.Streaming.Pipelines.Running;

namespace Attune.Streaming.Pipelines.Plans;

/// <summary>One operator of a description. Immutable; the end knows the way to the source.</summary>
internal abstract class PlanNode<T>(int index)
{
    /// <summary>Its place: the source has 0.</summary>
    public int Index => index;

    /// <summary>Number of workers that its results come from.</summary>
    public abstract int Workers(PipelineBuild build);

    /// <summary>Adds the steps with state, from the source on: their names and what their state depends on.</summary>
    public abstract void Describe(List<(string Name, string Kind)> steps);

    /// <summary>Makes the running steps, from the end to the source.</summary>
    /// <param name="build">Takes workers and the source.</param>
    /// <param name="next">What follows, for each worker.</param>
    public abstract void Build(PipelineBuild build, Func<int, IReceiver<T>> next);
}
