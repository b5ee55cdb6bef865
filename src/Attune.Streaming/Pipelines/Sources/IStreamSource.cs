namespace Attune.Streaming.Pipelines.Sources;

/// <summary>Where the events of a pipeline come from. It can be read again from any position that it gave out.</summary>
public interface IStreamSource<T>
{
    /// <summary>Name for logs, meters and errors.</summary>
    string Name { get; }

    /// <summary>Opens the source.</summary>
    /// <param name="position">Where to begin: what <see cref="ISourceReader{T}.Position"/> gave earlier; null for the source's own start.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Attune.Streaming.Sources.SourceException">The source cannot be read, or the position is not one of its own.</exception>
    ValueTask<ISourceReader<T>> OpenAsync(ReadOnlyMemory<byte>? position, CancellationToken cancellationToken);
}
