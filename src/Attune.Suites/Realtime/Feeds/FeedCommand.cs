namespace Attune.Suites.Realtime.Feeds;

/// <summary>A later line that a feed's process is given; each is answered by one line.</summary>
/// <param name="Do">One of the constants.</param>
/// <param name="Count">Messages to publish.</param>
/// <param name="Rate">Messages a second; 0 for as fast as can be.</param>
/// <param name="Channels">Channels over which a burst is spread.</param>
internal sealed record FeedCommand(string Do, int Count = 0, double Rate = 0, int Channels = 0)
{
    /// <summary>Publishes at a steady rate on the one channel that everybody listens to.</summary>
    public const string Publish = "publish";

    /// <summary>Publishes as fast as can be, on one channel after the other, and times the calls.</summary>
    public const string Burst = "burst";

    /// <summary>Tells what the server holds, after a full collection of garbage.</summary>
    public const string State = "state";
}
