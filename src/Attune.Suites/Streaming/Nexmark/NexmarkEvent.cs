using System.Runtime.InteropServices;

namespace Attune.Suites.Streaming.Nexmark;

/// <summary>A person, an auction or a bid: one value of 40 bytes for all three, so that a stream of them is one array without references.</summary>
/// <remarks>Names are not stored: <see cref="PersonNames"/> gives them for an id, as only the rows of q3 and q8 show them.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NexmarkEvent
{
    private readonly int _lifetimeMs;

    private NexmarkEvent(NexmarkKind kind, long time, long id, long party, long price, int lifetimeMs, byte attribute)
    {
        (Kind, Time, Id, Party, Price, _lifetimeMs, Attribute) = (kind, time, id, party, price, lifetimeMs, attribute);
    }

    /// <summary>Event time in UTC ticks (100 ns).</summary>
    public long Time { get; }

    /// <summary>The person who registers, the auction that opens, or the auction that is bid on.</summary>
    public long Id { get; }

    /// <summary>The auction's seller or the bidder; 0 for a person.</summary>
    public long Party { get; }

    /// <summary>The bid, or the auction's first price, in cents; 0 for a person.</summary>
    public long Price { get; }

    /// <summary>What the event is.</summary>
    public NexmarkKind Kind { get; }

    /// <summary>When the auction ends, in UTC ticks: bids up to and at this time count. Only for auctions.</summary>
    public long Expires => Time + (_lifetimeMs * TimeSpan.TicksPerMillisecond);

    /// <summary>Where the person lives. Only for persons.</summary>
    public UsState State => (UsState)Attribute;

    /// <summary>The auction's category. Only for auctions.</summary>
    public int Category => Attribute;

    private byte Attribute { get; }

    /// <summary>A person registers.</summary>
    public static NexmarkEvent Person(long time, long id, UsState state) => new(NexmarkKind.Person, time, id, 0, 0, 0, (byte)state);

    /// <summary>An auction opens.</summary>
    public static NexmarkEvent Auction(long time, long id, long seller, int category, long price, TimeSpan lifetime) =>
        new(NexmarkKind.Auction, time, id, seller, price, checked((int)lifetime.TotalMilliseconds), checked((byte)category));

    /// <summary>Somebody bids.</summary>
    public static NexmarkEvent Bid(long time, long auction, long bidder, long price) => new(NexmarkKind.Bid, time, auction, bidder, price, 0, 0);
}
