namespace Attune.Streaming.Pipelines.Sinks;

/// <summary>Hands results to a function; one call at a time. What it throws stops the pipeline.</summary>
/// <param name="write">Takes results; the memory is its own until its task completes.</param>
/// <param name="flush">Completes when everything written is durable; null if it is so at once.</param>
public sealed class DelegateSink<T>(Func<ReadOnlyMemory<T>, CancellationToken, ValueTask> write, Func<CancellationToken, ValueTask>? flush = null) : ISink<T>
{
    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<T> items, CancellationToken cancellationToken) => write(items, cancellationToken);

    /// <inheritdoc/>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => flush?.Invoke(cancellationToken) ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
