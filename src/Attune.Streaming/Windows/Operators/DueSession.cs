using System.Runtime.InteropServices;

namespace Attune.Streaming.Windows.Operators;

/// <summary>A session to be fired, with what says when its turn is.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DueSession(long End, long Start, long Order, int Number)
{
    /// <summary>The order in which panes of one instant are sent.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly struct InOrder : IComparer<DueSession>
    {
        public int Compare(DueSession x, DueSession y)
        {
            var byEnd = x.End.CompareTo(y.End);
            var byWindow = byEnd != 0 ? byEnd : x.Start.CompareTo(y.Start);
            return byWindow != 0 ? byWindow : x.Order.CompareTo(y.Order);
        }
    }
}
