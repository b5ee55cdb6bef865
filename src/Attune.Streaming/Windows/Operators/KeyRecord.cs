using System.Runtime.InteropServices;

namespace Attune.Streaming.Windows.Operators;

/// <summary>One key of sliding windows: the two stacks of its slices, and what keeps it alive.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct KeyRecord<TState>
{
    /// <summary>Sum of the slices behind the boundary.</summary>
    public TState Back;

    /// <summary>First slice of the front; its suffix is the sum of the whole front.</summary>
    public FrontLink Front;

    /// <summary>Sum of the whole window, if it has been made since something changed.</summary>
    public TState Sum;

    public bool HasBack;

    public bool HasSum;

    /// <summary>Whether the key has something in the next window.</summary>
    public bool IsActive;

    /// <summary>Rank of the key's first arrival.</summary>
    public long Order;

    /// <summary>Slices with the key; without any it is forgotten.</summary>
    public int Slices;

    /// <summary>Windows that end until then were sent by another worker.</summary>
    public long SentUntil;
}
