namespace Attune.Suites.Streaming.Nexmark;

/// <summary>The knobs of the generator; the defaults are those of the common definition.</summary>
internal sealed record NexmarkSettings
{
    /// <summary>Two streams with the same settings and the same seed are equal.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Events in a second of event time, from 1 to 10,000,000.</summary>
    public int EventsPerSecond { get; init; } = 10_000;

    /// <summary>Time of the first event, UTC.</summary>
    public DateTime Start { get; init; } = new(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>How many of the latest auctions get the bids that go to no hot auction; an auction's mean lifetime is as long as it takes to open this many.</summary>
    public int AuctionsInFlight { get; init; } = 100;

    /// <summary>How many of the latest persons sell and bid, besides the hot ones.</summary>
    public int ActivePeople { get; init; } = 1000;

    /// <summary>One in this many bids goes to an auction drawn from all in flight, the others to the hot one.</summary>
    public int HotAuctionRatio { get; init; } = 2;

    /// <summary>One in this many auctions is of a seller drawn from all active people, the others of the hot one.</summary>
    public int HotSellerRatio { get; init; } = 4;

    /// <summary>One in this many bids is of a bidder drawn from all active people, the others of the hot one.</summary>
    public int HotBidderRatio { get; init; } = 4;
}
