using System.Runtime.InteropServices;

namespace Attune.Streaming.Watermarks;

/// <summary>A watermark in line with the items of a batch.</summary>
/// <param name="Position">It holds for the items of the batch from this index on.</param>
/// <param name="Watermark">No item before this instant follows; UTC ticks. <see cref="long.MaxValue"/> at the end of a stream.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Mark(int Position, long Watermark);
