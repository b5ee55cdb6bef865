using System.Runtime.InteropServices;

namespace Attune.Streaming.Windows.Operators;

/// <summary>A key and what is kept for it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct TableEntry<TKey, TState>
{
    public TState State;
    public TKey Key;
}
