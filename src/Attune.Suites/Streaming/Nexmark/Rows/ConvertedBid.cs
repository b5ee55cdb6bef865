using System.Runtime.InteropServices;

namespace Attune.Suites.Streaming.Nexmark.Rows;

/// <summary>A row of q1: a bid in another currency.</summary>
/// <param name="Auction">What was bid on.</param>
/// <param name="Bidder">Who bid.</param>
/// <param name="Price">0.908 of the price, in cents.</param>
/// <param name="Time">Event time, UTC ticks.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ConvertedBid(long Auction, long Bidder, double Price, long Time);
