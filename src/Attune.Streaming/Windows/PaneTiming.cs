namespace Attune.Streaming.Windows;

/// <summary>Where the watermark stood when a pane fired.</summary>
public enum PaneTiming
{
    /// <summary>Before the end of the window: a partial result.</summary>
    Early,

    /// <summary>It had just reached the end.</summary>
    OnTime,

    /// <summary>After the end: late events within the allowed lateness.</summary>
    Late,
}
