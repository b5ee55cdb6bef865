namespace Attune.Streaming.Pipelines.Sources;

/// <summary>
/// A reader that knows its splits. Optional beside <see cref="ISourceReader{T}"/>: without it a split counts from its first event on, and
/// until then does not hold the watermark back.
/// </summary>
public interface IActiveSplits
{
    /// <summary>The splits that are read now. A new list when they change; asked for after each read.</summary>
    IReadOnlyList<int> ActiveSplits { get; }
}
