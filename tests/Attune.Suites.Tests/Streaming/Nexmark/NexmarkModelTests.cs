using Attune.Suites.Streaming.Nexmark;
using Attune.Suites.Streaming.Nexmark.Model;
using Attune.Suites.Streaming.Nexmark.Rows;

namespace Attune.Suites.Tests.Streaming.Nexmark;

/// <summary>The models on cases small enough to be worked out by hand.</summary>
public class NexmarkModelTests
{
    private static readonly long Zero = new DateTime(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc).Ticks;

    [Fact]
    public void Q1_Bid_IsConverted() => NexmarkModel.Q1([Bid(1, 7, 8, 1000)]).ShouldBe([new ConvertedBid(7, 8, 908, At(1))]);

    [Fact]
    public void Q2_BidsOnMultiplesOf123_AreKept() =>
        NexmarkModel.Q2([Bid(1, 122, 8, 1), Bid(1, 246, 8, 2), Bid(1, 247, 8, 3)]).ShouldBe([new SelectedBid(246, 2)]);

    [Fact]
    public void Q3_OnlyCategoryTenOfThreeStates_WhoeverCameFirst() =>
        NexmarkModel.Q3([
            Auction(0, 1, 500, 10, 5), NexmarkEvent.Person(At(1), 500, UsState.ID), Auction(2, 2, 500, 11, 5), Auction(2, 3, 500, 10, 5),
            NexmarkEvent.Person(At(1), 501, UsState.WA), Auction(2, 4, 501, 10, 5),
        ]).ShouldBe([
            new LocalAuction(PersonNames.NameOf(500), PersonNames.CityOf(500), UsState.ID, 1),
            new LocalAuction(PersonNames.NameOf(500), PersonNames.CityOf(500), UsState.ID, 3),
        ]);

    [Fact]
    public void Q4_BidsFromOpeningToExpiryBothIncluded_GiveTheClosingPrice() =>
        NexmarkModel.Q4([
            Auction(10, 1, 500, 10, 5), Bid(9.999, 1, 9, 900), Bid(10, 1, 9, 100), Bid(15, 1, 9, 300), Bid(15.001, 1, 9, 900),
            Auction(10, 2, 500, 10, 1), Bid(11, 2, 9, 200),
            Auction(10, 3, 500, 11, 1), Bid(10.5, 3, 9, 70),
            Auction(10, 4, 500, 10, 1),
        ]).ShouldBe([new CategoryPrice(10, 200, 1), new CategoryPrice(11, 70, 1), new CategoryPrice(10, 250, 2)]);

    [Fact]
    public void Q5_TiesInAWindow_AreAllGiven()
    {
        var rows = NexmarkModel.Q5([Bid(10, 1, 9, 1), Bid(11, 2, 9, 1), Bid(12, 2, 9, 1)]);
        rows.OrderBy(row => (row.WindowStart, row.Auction)).ShouldBe([
            new HotAuction(At(2), 1, 1), new HotAuction(At(2), 2, 1),
            new HotAuction(At(4), 2, 2), new HotAuction(At(6), 2, 2), new HotAuction(At(8), 2, 2), new HotAuction(At(10), 2, 2),
            new HotAuction(At(12), 2, 1),
        ]);
    }

    [Fact]
    public void Q6_ElevenClosings_TheFirstNoLongerCounts()
    {
        var events = Enumerable.Range(1, 11).SelectMany(i => new[] { Auction(i, i, 500, 10, 1), Bid(i, i, 9, i == 1 ? 1000 : 100) }).ToList();
        var rows = NexmarkModel.Q6(events);
        rows.Count.ShouldBe(11);
        rows[9].ShouldBe(new SellerPrice(500, At(11), 190));
        rows[10].ShouldBe(new SellerPrice(500, At(12), 100));
    }

    [Fact]
    public void Q7_HighestOfEachHalfOpenWindow_WithTies() =>
        NexmarkModel.Q7([Bid(1, 1, 9, 50), Bid(2, 2, 9, 70), Bid(9.999, 3, 9, 70), Bid(10, 4, 9, 60)])
            .ShouldBe([new HighestBid(At(0), 2, 9, 70, At(2)), new HighestBid(At(0), 3, 9, 70, At(9.999)), new HighestBid(At(10), 4, 9, 60, At(10))]);

    [Fact]
    public void Q8_SameWindowOnly_EachPersonOnce() =>
        NexmarkModel.Q8([
            NexmarkEvent.Person(At(1), 500, UsState.AZ), Auction(2, 1, 500, 10, 1), Auction(3, 2, 500, 10, 1),
            NexmarkEvent.Person(At(9), 501, UsState.AZ), Auction(10, 3, 501, 10, 1),
        ]).ShouldBe([new NewSeller(500, PersonNames.NameOf(500), At(0))]);

    private static long At(double seconds) => Zero + TimeSpan.FromSeconds(seconds).Ticks;

    private static NexmarkEvent Bid(double seconds, long auction, long bidder, long price) => NexmarkEvent.Bid(At(seconds), auction, bidder, price);

    private static NexmarkEvent Auction(double seconds, long id, long seller, int category, double lifetimeSeconds) =>
        NexmarkEvent.Auction(At(seconds), id, seller, category, 1, TimeSpan.FromSeconds(lifetimeSeconds));
}
