namespace Attune.Streaming.Windows.Operators;

/// <summary>A stretch of event time with keys in it.</summary>
internal abstract class GridWindow
{
    /// <summary>Start in ticks; may lie outside of <see cref="DateTime"/>.</summary>
    public long Start { get; protected set; }
}
