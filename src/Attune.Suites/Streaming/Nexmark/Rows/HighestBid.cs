using System.Runtime.InteropServices;

namespace Attune.Suites.Streaming.Nexmark.Rows;

/// <summary>A row of q7: a bid as high as any in its window.</summary>
/// <param name="WindowStart">Start of the window, UTC ticks.</param>
/// <param name="Auction">What was bid on.</param>
/// <param name="Bidder">Who bid.</param>
/// <param name="Price">In cents.</param>
/// <param name="Time">Event time, UTC ticks.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HighestBid(long WindowStart, long Auction, long Bidder, long Price, long Time);
