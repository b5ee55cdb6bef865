using System.Runtime.InteropServices;

namespace Attune.Suites.Streaming.Nexmark.Queries;

/// <summary>What <see cref="AuctionClosings"/> keeps of an auction.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct OpenAuction
{
    /// <summary>Whether the auction has arrived.</summary>
    public bool IsKnown { get; set; }

    /// <summary>Its category.</summary>
    public int Category { get; set; }

    /// <summary>Its seller.</summary>
    public long Seller { get; set; }

    /// <summary>First instant at which a bid counts, UTC ticks.</summary>
    public long Opened { get; set; }

    /// <summary>Last instant at which a bid counts, UTC ticks.</summary>
    public long Expires { get; set; }

    /// <summary>Highest bid that counts, in cents; 0 for none.</summary>
    public long Best { get; set; }

    /// <summary>Bids that came before the auction; null for none.</summary>
    public List<EarlyBid>? Early { get; set; }
}
