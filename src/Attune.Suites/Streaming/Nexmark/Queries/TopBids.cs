using System.Runtime.InteropServices;

namespace Attune.Suites.Streaming.Nexmark.Queries;

/// <summary>What <see cref="HighestBids"/> keeps.</summary>
internal struct TopBids
{
    /// <summary>The highest price, in cents.</summary>
    public long Price { get; set; }

    /// <summary>The bids that have it.</summary>
    public List<BidOf> Bids { get; set; }

    /// <summary>A bid of the highest price.</summary>
    /// <param name="Auction">What was bid on.</param>
    /// <param name="Bidder">Who bid.</param>
    /// <param name="Time">Event time, UTC ticks.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct BidOf(long Auction, long Bidder, long Time);
}
