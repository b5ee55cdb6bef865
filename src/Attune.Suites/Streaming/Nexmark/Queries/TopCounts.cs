namespace Attune.Suites.Streaming.Nexmark.Queries;

/// <summary>What <see cref="MostBids"/> keeps.</summary>
internal struct TopCounts
{
    /// <summary>The highest count.</summary>
    public long Bids { get; set; }

    /// <summary>The auctions that have it.</summary>
    public List<long> Auctions { get; set; }
}
