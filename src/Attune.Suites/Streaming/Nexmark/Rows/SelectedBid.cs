using System.Runtime.InteropServices;

namespace Attune.Suites.Streaming.Nexmark.Rows;

/// <summary>A row of q2.</summary>
/// <param name="Auction">What was bid on.</param>
/// <param name="Price">In cents.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SelectedBid(long Auction, long Price);
