namespace Attune.Streaming.Pipelines.Sources;

/// <summary>A reader that may ask for a checkpoint out of turn, before it gives splits away, say. Optional beside <see cref="ISourceReader{T}"/>.</summary>
public interface ICheckpointWanted
{
    /// <summary>True, once for each checkpoint that is wanted; asked for after each read. Without a store it is not heard.</summary>
    bool TakeCheckpointWanted();
}
