namespace Attune.Suites.Streaming.Nexmark;

/// <summary>The events of Nexmark's auction site. Event <c>i</c> is a function of the settings and <c>i</c>: any can be made without those before it.</summary>
/// <remarks>
/// In each 50 events the first is a person, the next 3 are auctions, the other 46 bids. Ids count up from <see cref="FirstPerson"/> and <see cref="FirstAuction"/>. A bid goes to the hot auction
/// (the latest whose number is a multiple of 100) or to one of those in flight; sellers and bidders are drawn alike. Differing from the common definition, nobody refers to a person or an
/// auction that is yet to come, and texts are left out.
/// </remarks>
internal sealed class NexmarkGenerator
{
    /// <summary>Id of the first person.</summary>
    public const long FirstPerson = 1000;

    /// <summary>Id of the first auction.</summary>
    public const long FirstAuction = 1000;

    /// <summary>Categories are this and the <see cref="Categories"/> − 1 after it.</summary>
    public const int FirstCategory = 10;

    /// <summary>How many categories there are.</summary>
    public const int Categories = 5;

    private const int Round = 50;
    private const int AuctionsOfRound = 3;
    private const int HotSpacing = 100;
    private const int States = 6;

    private readonly NexmarkSettings _settings;
    private readonly long _start;

    /// <summary>A generator.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its limits.</exception>
    public NexmarkGenerator(NexmarkSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.EventsPerSecond, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.EventsPerSecond, TimeSpan.TicksPerSecond);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.AuctionsInFlight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.ActivePeople, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.HotAuctionRatio, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.HotSellerRatio, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.HotBidderRatio, 1);
        _settings = settings;
        _start = settings.Start.Ticks;
    }

    /// <summary>Event number <paramref name="index"/>, from 0.</summary>
    public NexmarkEvent this[long index]
    {
        get
        {
            var (round, place) = Math.DivRem(index, Round);
            var dice = new EventDice(_settings.Seed, index);
            return place switch
            {
                0 => NexmarkEvent.Person(TimeOf(index), FirstPerson + round, (UsState)dice.Below(States)),
                <= AuctionsOfRound => Auction(index, round, (round * AuctionsOfRound) + place - 1, ref dice),
                _ => Bid(index, round, (round * AuctionsOfRound) + AuctionsOfRound - 1, ref dice),
            };
        }
    }

    /// <summary>The first <paramref name="count"/> events, in order of time.</summary>
    public NexmarkEvent[] Take(int count)
    {
        var events = new NexmarkEvent[count];
        for (var i = 0; i < count; i++)
        {
            events[i] = this[i];
        }

        return events;
    }

    /// <summary>The first <paramref name="count"/> events in an order of arrival that is not that of time.</summary>
    /// <param name="count">How many.</param>
    /// <param name="lateness">No event arrives after one that is newer by this much or more; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lateness"/> is not positive.</exception>
    public NexmarkEvent[] TakeShuffled(int count, TimeSpan lateness)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lateness, TimeSpan.Zero);
        var events = Take(count);
        var arrivals = new long[count];
        for (var i = 0; i < count; i++)
        {
            // Each is held back by less than the lateness: who overtakes it is newer by less than that.
            arrivals[i] = events[i].Time + new EventDice(~_settings.Seed, i).Below(lateness.Ticks);
        }

        Array.Sort(arrivals, events);
        return events;
    }

    private static long Hot(long latest) => latest / HotSpacing * HotSpacing;

    private static long Price(ref EventDice dice) => (long)Math.Round(Math.Pow(10, dice.Share() * 6) * 100);

    private long TimeOf(long index) => _start + (long)((Int128)index * TimeSpan.TicksPerSecond / _settings.EventsPerSecond);

    private NexmarkEvent Auction(long index, long latestPerson, long number, ref EventDice dice)
    {
        var seller = dice.Below(_settings.HotSellerRatio) > 0 ? Hot(latestPerson) : AnyPerson(latestPerson, ref dice);
        var horizon = (long)_settings.AuctionsInFlight * Round / AuctionsOfRound * 1000 / _settings.EventsPerSecond;
        var lifetime = TimeSpan.FromMilliseconds(1 + dice.Below(Math.Max(1, 2 * horizon)));
        var category = FirstCategory + (int)dice.Below(Categories);
        return NexmarkEvent.Auction(TimeOf(index), FirstAuction + number, FirstPerson + seller, category, Price(ref dice), lifetime);
    }

    private NexmarkEvent Bid(long index, long latestPerson, long latestAuction, ref EventDice dice)
    {
        var inFlight = Math.Min(latestAuction, _settings.AuctionsInFlight) + 1;
        var auction = dice.Below(_settings.HotAuctionRatio) > 0 ? Hot(latestAuction) : latestAuction - dice.Below(inFlight);
        var bidder = dice.Below(_settings.HotBidderRatio) > 0 ? Math.Min(Hot(latestPerson) + 1, latestPerson) : AnyPerson(latestPerson, ref dice);
        return NexmarkEvent.Bid(TimeOf(index), FirstAuction + auction, FirstPerson + bidder, Price(ref dice));
    }

    private long AnyPerson(long latest, ref EventDice dice) => latest - dice.Below(Math.Min(latest + 1, _settings.ActivePeople));
}
