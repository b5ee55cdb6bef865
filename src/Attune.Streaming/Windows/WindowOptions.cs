namespace Attune.Streaming.Windows;

/// <summary>When the windows of a stream fire, and what a pane holds. The defaults give one pane per window and key: when the watermark reaches its end.</summary>
public sealed record WindowOptions
{
    /// <summary>How long after its end a window still takes events in and fires again. Default 0.</summary>
    public TimeSpan AllowedLateness { get; init; }

    /// <summary>Whether a pane holds everything of its window so far, or what came since the last pane. Default <see cref="PaneContent.Accumulating"/>.</summary>
    public PaneContent Content { get; init; } = PaneContent.Accumulating;

    /// <summary>Panes before the end of a window. Default <see cref="Firing.Never"/>.</summary>
    public Firing Early { get; init; } = Firing.Never;

    /// <summary>Panes after the end, for late events. Default: for each event.</summary>
    public Firing Late { get; init; } = Firing.EveryCount(1);

    /// <summary>Whether a last pane is sent at the end of the allowed lateness even if nothing came since the one before. Default false.</summary>
    public bool AlwaysFireFinal { get; init; }
}
