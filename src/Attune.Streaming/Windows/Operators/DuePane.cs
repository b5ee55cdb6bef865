using System.Runtime.InteropServices;

namespace Attune.Streaming.Windows.Operators;

/// <summary>A pane that is due at a processing time, unless something else fired it before.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DuePane<TKey, TState>(long Deadline, OpenWindow<TKey, TState> Window, int Generation, int Entry)
    where TKey : notnull
{
    /// <summary>True while nothing else has fired it.</summary>
    public bool IsDue => Window.Generation == Generation && Entry < Window.Panes.Count && Window.Panes[Entry].Deadline == Deadline;

    /// <summary>The order in which panes of one instant are sent.</summary>
    public static int Compare(DuePane<TKey, TState> left, DuePane<TKey, TState> right)
    {
        var byEnd = left.Window.End.CompareTo(right.Window.End);
        var byWindow = byEnd != 0 ? byEnd : left.Window.Start.CompareTo(right.Window.Start);
        return byWindow != 0 ? byWindow : left.Entry.CompareTo(right.Entry);
    }
}
