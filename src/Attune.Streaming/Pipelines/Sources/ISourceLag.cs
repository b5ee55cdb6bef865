namespace Attune.Streaming.Pipelines.Sources;

/// <summary>A reader that knows how far it is behind. Optional beside <see cref="ISourceReader{T}"/>; safe to call at any time.</summary>
public interface ISourceLag
{
    /// <summary>Events that wait in the source; null when it is not known at the moment.</summary>
    long? Lag { get; }
}
