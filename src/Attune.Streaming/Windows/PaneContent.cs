namespace Attune.Streaming.Windows;

/// <summary>What a pane holds.</summary>
public enum PaneContent
{
    /// <summary>Everything of the window so far.</summary>
    Accumulating,

    /// <summary>What came since the last pane of the window; the panes of a window add up to its total.</summary>
    Discarding,
}
