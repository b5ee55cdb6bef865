namespace Attune.Streaming.Declarative.Results;

/// <summary>The fields of a result that do not come from the description.</summary>
internal static class PaneFields
{
    public const string Start = "window_start";
    public const string End = "window_end";
    public const string Pane = "pane";
    public const string Timing = "timing";
    public const string Final = "final";
    public const string Retraction = "retraction";

    public static readonly string[] Reserved = [Start, End, Pane, Timing, Final, Retraction];
}
