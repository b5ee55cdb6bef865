namespace Attune.Suites.Streaming.Nexmark;

/// <summary>What an event of the auction site is.</summary>
internal enum NexmarkKind : byte
{
    /// <summary>A person registers.</summary>
    Person,

    /// <summary>A person opens an auction.</summary>
    Auction,

    /// <summary>A person bids.</summary>
    Bid,
}
