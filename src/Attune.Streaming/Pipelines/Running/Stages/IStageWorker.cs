namespace Attune.Streaming.Pipelines.Running.Stages;

/// <summary>A worker of a running pipeline.</summary>
internal interface IStageWorker
{
    /// <summary>Completes when all its senders have ended, or with the error that ended it.</summary>
    Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Wakes it, and those who wait for it, to fail.</summary>
    void Abort();
}
