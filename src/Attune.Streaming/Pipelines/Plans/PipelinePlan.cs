using Attune.Streaming.Pipelines.Running;

namespace Attune.Streaming.Pipelines.Plans;

/// <summary>A whole description.</summary>
internal abstract class PipelinePlan
{
    /// <summary>Starts it.</summary>
    public abstract Task<PipelineRun> StartAsync(string name, PipelineOptions options, CancellationToken cancellationToken);
}
