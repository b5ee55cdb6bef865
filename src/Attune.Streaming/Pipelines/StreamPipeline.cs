using System.ComponentModel.DataAnnotations;
using Attune.Streaming.Pipelines.Plans;
using Attune.Streaming.Pipelines.Running;

namespace Attune.Streaming.Pipelines;

/// <summary>The whole description of a pipeline. It can be started any number of times, one after the other.</summary>
public sealed class StreamPipeline
{
    private readonly PipelinePlan _plan;

    internal StreamPipeline(string name, PipelinePlan plan) => (Name, _plan) = (name, plan);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Starts it, from its last checkpoint if there is one.</summary>
    /// <exception cref="ValidationException">An option is out of its limits.</exception>
    /// <exception cref="Attune.Streaming.Sources.SourceException">The source cannot be opened.</exception>
    /// <exception cref="Attune.Streaming.Checkpoints.CheckpointException">The checkpoint does not fit the pipeline, or its keys or states cannot be written.</exception>
    public async Task<PipelineRun> StartAsync(PipelineOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PipelineOptions();
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        return await _plan.StartAsync(Name, options, cancellationToken);
    }

    /// <summary>Starts it and completes when its source has ended and everything is written.</summary>
    public async Task RunAsync(PipelineOptions? options = null, CancellationToken cancellationToken = default)
    {
        await using var run = await StartAsync(options, cancellationToken);
        await run.Completion.WaitAsync(cancellationToken);
    }
}
