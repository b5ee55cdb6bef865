using Attune.Suites.Streaming.Nexmark.Rows;

namespace Attune.Suites.Streaming.Nexmark.Model;

/// <summary>What the queries have to give, worked out from all events at once with nothing but LINQ; knows nothing of streams, of arrival, or of the engine.</summary>
internal static class NexmarkModel
{
    private static readonly long Tumble = TimeSpan.FromSeconds(10).Ticks;
    private static readonly long Hop = TimeSpan.FromSeconds(2).Ticks;

    /// <summary>q0: every event.</summary>
    public static List<NexmarkEvent> Q0(IReadOnlyCollection<NexmarkEvent> events) => [.. events];

    /// <summary>q1: every bid at 0.908 of its price.</summary>
    public static List<ConvertedBid> Q1(IReadOnlyCollection<NexmarkEvent> events) =>
        [.. BidsOf(events).Select(bid => new ConvertedBid(bid.Id, bid.Party, 0.908 * bid.Price, bid.Time))];

    /// <summary>q2: bids on auctions whose id is a multiple of 123.</summary>
    public static List<SelectedBid> Q2(IReadOnlyCollection<NexmarkEvent> events) =>
        [.. BidsOf(events).Where(bid => bid.Id % 123 == 0).Select(bid => new SelectedBid(bid.Id, bid.Price))];

    /// <summary>q3: auctions in category 10 of sellers from Oregon, Idaho and California.</summary>
    public static List<LocalAuction> Q3(IReadOnlyCollection<NexmarkEvent> events) =>
    [
        .. from auction in AuctionsOf(events)
           where auction.Category == 10
           join person in PersonsOf(events) on auction.Party equals person.Id
           where person.State is UsState.OR or UsState.ID or UsState.CA
           select new LocalAuction(PersonNames.NameOf(person.Id), PersonNames.CityOf(person.Id), person.State, auction.Id),
    ];

    /// <summary>q4: for each auction that closed with a bid, the mean closing price of its category so far, in the order of closing times and then of ids.</summary>
    public static List<CategoryPrice> Q4(IReadOnlyCollection<NexmarkEvent> events)
    {
        var closings = Closings(events);
        return
        [
            .. closings.Select((closing, i) =>
            {
                var prices = closings.Take(i + 1).Where(other => other.Auction.Category == closing.Auction.Category).Select(other => other.Price).ToList();
                return new CategoryPrice(closing.Auction.Category, prices.Sum() / (double)prices.Count, prices.Count);
            }),
        ];
    }

    /// <summary>q5: for each window of 10 s that begins at a multiple of 2 s, the auctions with the most bids.</summary>
    public static List<HotAuction> Q5(IReadOnlyCollection<NexmarkEvent> events) =>
    [
        .. from bid in BidsOf(events)
           from start in StartsOf(bid.Time)
           group bid by start into window
           let counts = window.CountBy(bid => bid.Id).ToList()
           let most = counts.Max(count => count.Value)
           from count in counts
           where count.Value == most
           select new HotAuction(window.Key, count.Key, count.Value),
    ];

    /// <summary>q6: for each auction that closed with a bid, the mean closing price of its seller's last ten, this one included, in the order of closing times and then of ids.</summary>
    public static List<SellerPrice> Q6(IReadOnlyCollection<NexmarkEvent> events)
    {
        var closings = Closings(events);
        return
        [
            .. closings.Select((closing, i) => new SellerPrice(
                closing.Auction.Party,
                closing.Auction.Expires,
                closings.Take(i + 1).Where(other => other.Auction.Party == closing.Auction.Party).TakeLast(10).Average(other => other.Price))),
        ];
    }

    /// <summary>q7: the highest bids of each window of 10 s.</summary>
    public static List<HighestBid> Q7(IReadOnlyCollection<NexmarkEvent> events) =>
    [
        .. from bid in BidsOf(events)
           group bid by bid.Time / Tumble * Tumble into window
           let highest = window.Max(bid => bid.Price)
           from bid in window
           where bid.Price == highest
           select new HighestBid(window.Key, bid.Id, bid.Party, bid.Price, bid.Time),
    ];

    /// <summary>q8: persons who registered and opened an auction in the same window of 10 s, each once.</summary>
    public static List<NewSeller> Q8(IReadOnlyCollection<NexmarkEvent> events)
    {
        var opened = AuctionsOf(events).Select(auction => (auction.Party, auction.Time / Tumble)).ToHashSet();
        return
        [
            .. PersonsOf(events).Where(person => opened.Contains((person.Id, person.Time / Tumble)))
                .Select(person => new NewSeller(person.Id, PersonNames.NameOf(person.Id), person.Time / Tumble * Tumble)),
        ];
    }

    private static IEnumerable<NexmarkEvent> PersonsOf(IEnumerable<NexmarkEvent> events) => events.Where(item => item.Kind == NexmarkKind.Person);

    private static IEnumerable<NexmarkEvent> AuctionsOf(IEnumerable<NexmarkEvent> events) => events.Where(item => item.Kind == NexmarkKind.Auction);

    private static IEnumerable<NexmarkEvent> BidsOf(IEnumerable<NexmarkEvent> events) => events.Where(item => item.Kind == NexmarkKind.Bid);

    private static IEnumerable<long> StartsOf(long time) =>
        from hop in Enumerable.Range(0, 5) select (time / Hop * Hop) - (hop * Hop);

    private static List<(NexmarkEvent Auction, long Price)> Closings(IReadOnlyCollection<NexmarkEvent> events)
    {
        var bids = BidsOf(events).ToLookup(bid => bid.Id);
        return
        [
            .. from auction in AuctionsOf(events)
               let valid = bids[auction.Id].Where(bid => bid.Time >= auction.Time && bid.Time <= auction.Expires).ToList()
               where valid.Count > 0
               orderby auction.Expires, auction.Id
               select (auction, valid.Max(bid => bid.Price)),
        ];
    }
}
