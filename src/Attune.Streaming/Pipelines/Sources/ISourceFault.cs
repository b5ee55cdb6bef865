namespace Attune.Streaming.Pipelines.Sources;

/// <summary>A reader that knows what keeps it from reading. Optional beside <see cref="ISourceReader{T}"/>; safe to call at any time.</summary>
public interface ISourceFault
{
    /// <summary>What keeps it from reading for now, for example a broker that is away; null when nothing does.</summary>
    string? Fault { get; }
}
