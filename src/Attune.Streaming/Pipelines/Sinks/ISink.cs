namespace Attune.Streaming.Pipelines.Sinks;

/// <summary>Where the results of a pipeline go. Called by one thread at a time.</summary>
/// <remarks>
/// After a crash a pipeline goes on from its last checkpoint and writes again what it wrote since. A sink that takes the same result twice
/// without harm (one with a key, say) makes results exactly once; else use an <see cref="ITransactionalSink{T}"/>.
/// </remarks>
public interface ISink<T> : IAsyncDisposable
{
    /// <summary>Called once before anything is written.</summary>
    ValueTask OpenAsync(CancellationToken cancellationToken);

    /// <summary>Writes results; may return before they are durable. The memory is the caller's again when the call is over.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<T> items, CancellationToken cancellationToken);

    /// <summary>Completes when everything that was written is durable. Called before a checkpoint and at the end.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);
}
