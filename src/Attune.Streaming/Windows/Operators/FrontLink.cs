using System.Runtime.InteropServices;

namespace Attune.Streaming.Windows.Operators;

/// <summary>Place of an entry in a slice of the front; the default points nowhere.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct FrontLink
{
    private readonly int _slice;

    public FrontLink(int slice, int entry) => (_slice, Entry) = (slice + 1, entry);

    public bool IsNone => _slice == 0;

    /// <summary>Index among the slices of the front.</summary>
    public int Slice => _slice - 1;

    public int Entry { get; }
}
