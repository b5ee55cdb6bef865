using System.Runtime.InteropServices;

namespace Attune.Streaming.Windows.Operators;

/// <summary>A session of one key. Sessions of a key never touch each other.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Session<TState>
{
    public TState State;

    /// <summary>First event.</summary>
    public long Start;

    /// <summary>Last event and the gap.</summary>
    public long End;

    /// <summary>Rank of the first event's arrival among all sessions.</summary>
    public long Order;

    public PaneState Pane;

    /// <summary>Number of the key; -1 while the place is free.</summary>
    public int Key;

    /// <summary>The session of the key before this one; -1 if there is none.</summary>
    public int Earlier;

    /// <summary>Goes up when timers that point here no longer hold.</summary>
    public int Generation;
}
