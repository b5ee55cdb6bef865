using Attune.Streaming.Aggregates;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Windows;
using Attune.Suites.Streaming.Nexmark.Model;
using Attune.Suites.Streaming.Nexmark.Queries;
using Attune.Suites.Streaming.Nexmark.Rows;

namespace Attune.Suites.Streaming.Nexmark;

/// <summary>The queries q0 to q8 as pipelines.</summary>
internal static class NexmarkQueries
{
    private const double EurosPerDollar = 0.908;
    private const long Selected = 123;
    private const int LocalCategory = 10;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Hop = TimeSpan.FromSeconds(2);

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<NexmarkQuery> All { get; } =
    [
        new NexmarkQuery<NexmarkEvent>(0, "every event as it is", Q0, NexmarkModel.Q0),
        new NexmarkQuery<ConvertedBid>(1, "bids with 0.908 of their price", Q1, NexmarkModel.Q1),
        new NexmarkQuery<SelectedBid>(2, "bids on auctions whose id is a multiple of 123", Q2, NexmarkModel.Q2),
        new NexmarkQuery<LocalAuction>(3, "auctions in category 10 joined with their sellers in OR, ID and CA, without a window", Q3, NexmarkModel.Q3),
        new NexmarkQuery<CategoryPrice>(4, "average closing price of each category, after each closing", Q4, NexmarkModel.Q4),
        new NexmarkQuery<HotAuction>(5, "auctions with the most bids in each 10 s by 2 s", Q5, NexmarkModel.Q5),
        new NexmarkQuery<SellerPrice>(6, "average closing price of each seller's last 10 auctions, after each closing", Q6, NexmarkModel.Q6),
        new NexmarkQuery<HighestBid>(7, "highest bids in each 10 s", Q7, NexmarkModel.Q7),
        new NexmarkQuery<NewSeller>(8, "persons who registered and opened an auction in the same 10 s", Q8, NexmarkModel.Q8),
    ];

    /// <summary>Pass through: persons, auctions and bids as they come.</summary>
    public static DataStream<NexmarkEvent> Q0(DataStream<NexmarkEvent> events) => events;

    /// <summary>Currency conversion: each bid, its price in cents times 0.908.</summary>
    public static DataStream<ConvertedBid> Q1(DataStream<NexmarkEvent> events) => events
        .Where(item => item.Kind == NexmarkKind.Bid)
        .Select(bid => new ConvertedBid(bid.Id, bid.Party, EurosPerDollar * bid.Price, bid.Time));

    /// <summary>Selection: auction and price of the bids on auctions whose id is a multiple of 123.</summary>
    public static DataStream<SelectedBid> Q2(DataStream<NexmarkEvent> events) => events
        .Where(item => item.Kind == NexmarkKind.Bid && item.Id % Selected == 0)
        .Select(bid => new SelectedBid(bid.Id, bid.Price));

    /// <summary>Local items: each auction in category 10 of a seller in Oregon, Idaho or California, as soon as both are there. Both sides are kept for good.</summary>
    public static DataStream<LocalAuction> Q3(DataStream<NexmarkEvent> events) => events
        .Where(item => item.Kind == NexmarkKind.Person || (item.Kind == NexmarkKind.Auction && item.Category == LocalCategory))
        .KeyBy(item => item.Kind == NexmarkKind.Person ? item.Id : item.Party)
        .Process(new LocalSellers());

    /// <summary>
    /// Average price of a category: an auction's closing price is its highest bid from the instant at which it opens to that at which it expires, both included; one without such a bid does
    /// not count. After each closing there is a row with the mean of all closing prices of the category so far; auctions that close at the same instant follow by id.
    /// </summary>
    public static DataStream<CategoryPrice> Q4(DataStream<NexmarkEvent> events) => Closings(events)
        .KeyBy(closing => closing.Category)
        .Process(new CategoryAverages());

    /// <summary>Hot items: for each window of 10 s that begins at a multiple of 2 s and holds a bid, the auctions with the most bids in it, all of them if they tie.</summary>
    public static DataStream<HotAuction> Q5(DataStream<NexmarkEvent> events) => events
        .Where(item => item.Kind == NexmarkKind.Bid)
        .KeyBy(bid => bid.Id)
        .Window(new SlidingWindows(Window, Hop))
        .Aggregate(Aggregates.Count<NexmarkEvent>())
        .KeyBy(count => count.Window.Start.Ticks)
        .Window(new TumblingWindows(Hop))
        .Aggregate(new MostBids())
        .SelectMany(top => top.Value.Auctions.Select(auction => new HotAuction(top.Key, auction, top.Value.Bids)));

    /// <summary>
    /// Average price of a seller: closing prices as in q4. After each closing there is a row with the mean of the seller's last ten closing prices or fewer, in the order in which the auctions
    /// expired, then of ids.
    /// </summary>
    public static DataStream<SellerPrice> Q6(DataStream<NexmarkEvent> events) => Closings(events)
        .KeyBy(closing => closing.Seller)
        .Process(new SellerAverages());

    /// <summary>Highest bid: the bids with the highest price of each window of 10 s, all of them if they tie.</summary>
    public static DataStream<HighestBid> Q7(DataStream<NexmarkEvent> events) => events
        .Where(item => item.Kind == NexmarkKind.Bid)
        .KeyBy(_ => 0)
        .Window(new TumblingWindows(Window))
        .Aggregate(new HighestBids())
        .SelectMany(top => top.Value.Bids.Select(bid => new HighestBid(top.Window.Start.Ticks, bid.Auction, bid.Bidder, top.Value.Price, bid.Time)));

    /// <summary>New sellers: persons who registered and opened at least one auction in the same window of 10 s, one row for each.</summary>
    public static DataStream<NewSeller> Q8(DataStream<NexmarkEvent> events) => events
        .Where(item => item.Kind != NexmarkKind.Bid)
        .KeyBy(item => item.Kind == NexmarkKind.Person ? item.Id : item.Party)
        .Window(new TumblingWindows(Window))
        .Aggregate(new NewcomerSteps())
        .Where(person => person.Value == (NewcomerSteps.Done.Registered | NewcomerSteps.Done.Opened))
        .Select(person => new NewSeller(person.Key, PersonNames.NameOf(person.Key), person.Window.Start.Ticks));

    private static DataStream<Closing> Closings(DataStream<NexmarkEvent> events) => events
        .Where(item => item.Kind != NexmarkKind.Person)
        .KeyBy(item => item.Id)
        .Process(new AuctionClosings());
}
