namespace Attune.Streaming.Pipelines.Running.Reading;

/// <summary>The loop that reads a pipeline's source.</summary>
internal interface ISourceLoop : IAsyncDisposable
{
    /// <summary>Opens the source where the checkpoint ends; at its start without one.</summary>
    ValueTask OpenAsync(ReadOnlyMemory<byte>? position, ReadOnlyMemory<byte> watermark, CancellationToken cancellationToken);

    /// <summary>Reads until the source ends or <paramref name="stop"/>, and completes when the first step has taken everything.</summary>
    /// <param name="stop">Stops reading; what was read goes on its way.</param>
    /// <param name="cancellationToken">Ends at once.</param>
    Task RunAsync(CancellationToken stop, CancellationToken cancellationToken);
}
