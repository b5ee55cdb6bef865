using System.Runtime.InteropServices;

namespace Attune.Suites.Streaming.Nexmark.Rows;

/// <summary>A row of q5: an auction that had as many bids in a window as any.</summary>
/// <param name="WindowStart">Start of the window, UTC ticks.</param>
/// <param name="Auction">The auction.</param>
/// <param name="Bids">Bids in the window.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HotAuction(long WindowStart, long Auction, long Bids);
