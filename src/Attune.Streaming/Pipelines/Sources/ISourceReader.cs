namespace Attune.Streaming.Pipelines.Sources;

/// <summary>Reads one source, forwards. Called by one thread at a time.</summary>
public interface ISourceReader<T> : IAsyncDisposable
{
    /// <summary>Adds what is there to <paramref name="buffer"/>, at most what it has room for.</summary>
    /// <param name="buffer">Takes items of any splits in the order in which they arrived.</param>
    /// <param name="patience">Longest wait for a first item; after it the call returns without one, so that time can move on.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False when the source has ended; then the buffer may still hold the last items.</returns>
    ValueTask<bool> ReadAsync(SourceBuffer<T> buffer, TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>The position after everything that was read so far; opaque bytes, to be kept in a checkpoint.</summary>
    ReadOnlyMemory<byte> Position { get; }

    /// <summary>Told after a checkpoint that holds <paramref name="position"/> is durable: the source need not give what lies before again.</summary>
    ValueTask CommitAsync(ReadOnlyMemory<byte> position, CancellationToken cancellationToken);
}
