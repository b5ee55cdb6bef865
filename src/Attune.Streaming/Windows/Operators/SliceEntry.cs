using System.Runtime.InteropServices;

namespace Attune.Streaming.Windows.Operators;

/// <summary>What one key has in one slice.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct SliceEntry<TState>
{
    public TState State;

    /// <summary>Number of the key in the operator.</summary>
    public int Key;

    /// <summary>The key's next slice of the front.</summary>
    public FrontLink Next;
}
