using System.Runtime.InteropServices;

namespace Attune.Streaming.Windows.Operators;

/// <summary>A key that has something in the next window, by its rank.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ActiveKey(long Order, int Number)
{
    /// <summary>By rank.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly struct InOrder : IComparer<ActiveKey>
    {
        public int Compare(ActiveKey x, ActiveKey y) => x.Order.CompareTo(y.Order);
    }
}
