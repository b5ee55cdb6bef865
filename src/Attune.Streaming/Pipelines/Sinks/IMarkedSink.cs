namespace Attune.Streaming.Pipelines.Sinks;

/// <summary>A sink that also hears how far time has come. Only behind a last step with one worker: several know only their own time.</summary>
internal interface IMarkedSink<T> : ISink<T>
{
    /// <summary>Told after each batch with a watermark: everything that it closed has been written.</summary>
    /// <param name="watermark">UTC ticks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask AdvanceAsync(long watermark, CancellationToken cancellationToken);
}
