using System.Runtime.CompilerServices;
using Attune.Suites.Streaming.Nexmark;

namespace Attune.Suites.Tests.Streaming.Nexmark;

public class NexmarkGeneratorTests
{
    private const int Count = 20_000;

    private readonly NexmarkEvent[] _events = new NexmarkGenerator(new NexmarkSettings()).Take(Count);

    [Fact]
    public void Event_OfAnyKind_TakesFortyBytes() => Unsafe.SizeOf<NexmarkEvent>().ShouldBe(40);

    [Fact]
    public void Take_AnyFifty_HoldOnePersonThreeAuctionsAndFortySixBids()
    {
        foreach (var fifty in _events.Chunk(50))
        {
            fifty.CountBy(item => item.Kind).ToDictionary()
                .ShouldBe(new Dictionary<NexmarkKind, int> { [NexmarkKind.Person] = 1, [NexmarkKind.Auction] = 3, [NexmarkKind.Bid] = 46 }, ignoreOrder: true);
        }
    }

    [Fact]
    public void Indexer_AnyOrder_GivesTheSameEvents()
    {
        var generator = new NexmarkGenerator(new NexmarkSettings());
        for (var i = Count - 1; i >= 0; i -= 7)
        {
            generator[i].ShouldBe(_events[i]);
        }
    }

    [Fact]
    public void Take_AnotherSeed_GivesOtherEvents() =>
        new NexmarkGenerator(new NexmarkSettings { Seed = 2 }).Take(Count).Zip(_events).Count(pair => pair.First == pair.Second).ShouldBeLessThan(Count / 50);

    [Fact]
    public void Take_Times_AdvanceAtTheRate()
    {
        var settings = new NexmarkSettings { EventsPerSecond = 300 };
        var events = new NexmarkGenerator(settings).Take(901);
        events[0].Time.ShouldBe(settings.Start.Ticks);
        events[300].Time.ShouldBe(settings.Start.AddSeconds(1).Ticks);
        events[900].Time.ShouldBe(settings.Start.AddSeconds(3).Ticks);
        events.Zip(events.Skip(1)).ShouldAllBe(pair => pair.First.Time < pair.Second.Time);
    }

    [Fact]
    public void Take_References_AreToWhatIsAlreadyThere()
    {
        var (persons, auctions) = (new HashSet<long>(), new HashSet<long>());
        foreach (var item in _events)
        {
            switch (item.Kind)
            {
                case NexmarkKind.Person:
                    persons.Add(item.Id).ShouldBeTrue();
                    break;
                case NexmarkKind.Auction:
                    auctions.Add(item.Id).ShouldBeTrue();
                    persons.ShouldContain(item.Party);
                    break;
                default:
                    auctions.ShouldContain(item.Id);
                    persons.ShouldContain(item.Party);
                    break;
            }
        }
    }

    [Fact]
    public void Take_Auctions_ExpireAfterTheyOpenAndAreOfAllCategories()
    {
        var auctions = _events.Where(item => item.Kind == NexmarkKind.Auction).ToList();
        auctions.ShouldAllBe(auction => auction.Expires > auction.Time);
        auctions.Select(auction => auction.Category).Distinct().Order().ShouldBe([10, 11, 12, 13, 14]);
    }

    [Fact]
    public void Take_Persons_AreOfAllStates() =>
        _events.Where(item => item.Kind == NexmarkKind.Person).Select(person => person.State).Distinct().Order().ShouldBe(Enum.GetValues<UsState>());

    [Fact]
    public void Take_Prices_SpanTheSixDecades()
    {
        var prices = _events.Where(item => item.Kind != NexmarkKind.Person).Select(item => item.Price).ToList();
        prices.ShouldAllBe(price => price >= 100 && price <= 100_000_000);
        foreach (var decade in Enumerable.Range(2, 6))
        {
            prices.Count(price => (int)Math.Log10(price) == decade).ShouldBeInRange(prices.Count / 7, prices.Count / 5);
        }
    }

    [Theory]
    [InlineData(2, 0.5)]
    [InlineData(4, 0.75)]
    public void Take_Bids_GoToHotAuctionsInTheirShare(int ratio, double share)
    {
        var bids = new NexmarkGenerator(new NexmarkSettings { HotAuctionRatio = ratio }).Take(Count).Where(item => item.Kind == NexmarkKind.Bid).ToList();
        var hot = bids.Count(bid => (bid.Id - NexmarkGenerator.FirstAuction) % 100 == 0);

        // One in a hundred of the others meets the hot auction by chance.
        ((double)hot / bids.Count).ShouldBe(share + ((1 - share) / 100), 0.02);
    }

    [Fact]
    public void TakeShuffled_SameEvents_OutOfOrderByLessThanTheLateness()
    {
        var lateness = TimeSpan.FromMilliseconds(250);
        var shuffled = new NexmarkGenerator(new NexmarkSettings()).TakeShuffled(Count, lateness);
        shuffled.OrderBy(item => item.Time).ShouldBe(_events);
        var (newest, backward) = (long.MinValue, 0);
        foreach (var item in shuffled)
        {
            backward += item.Time < newest ? 1 : 0;
            newest = Math.Max(newest, item.Time);
            (newest - item.Time).ShouldBeLessThan(lateness.Ticks);
        }

        backward.ShouldBeGreaterThan(Count / 4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_000_001)]
    public void Constructor_RateOutsideItsLimits_Throws(int rate) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new NexmarkGenerator(new NexmarkSettings { EventsPerSecond = rate }));

    [Fact]
    public void TakeShuffled_NoLateness_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new NexmarkGenerator(new NexmarkSettings()).TakeShuffled(1, TimeSpan.Zero));
}
