namespace Attune.Streaming.Pipelines.Running.Steps;

/// <summary>A sink beside the pipeline's own.</summary>
internal interface ISideSink : IAsyncDisposable
{
    /// <summary>Opens it before anything runs.</summary>
    ValueTask OpenAsync(CancellationToken cancellationToken);
}
