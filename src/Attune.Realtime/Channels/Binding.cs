using Attune.Realtime.Delivery;
using Attune.Realtime.Sessions;

namespace Attune.Realtime.Channels;

/// <summary>One client on one channel.</summary>
internal sealed class Binding(HubClient client, HubChannel channel, Subscription subscription)
{
    public HubClient Client { get; } = client;

    public HubChannel Channel { get; } = channel;

    public Subscription Subscription { get; } = subscription;

    /// <summary>Its place among those with the same filter; kept by the channel, under its lock.</summary>
    public int Index { get; set; }

    /// <summary>The channel's sequence when the client came back to it: up to here it is sent what it missed.</summary>
    public long ReplayedTo { get; set; } = -1;

    /// <summary>When the maximum rate allows the next message; kept by the outbox, under its lock.</summary>
    public long NextAt { get; set; } = long.MinValue;

    /// <summary>The latest message, which waits until the rate allows it; kept by the outbox, under its lock.</summary>
    public HubMessage? Held { get; set; }
}
