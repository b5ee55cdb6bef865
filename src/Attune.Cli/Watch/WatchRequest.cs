using Attune.Realtime.Client;

namespace Attune.Cli.Watch;

/// <summary>What <c>attune watch</c> was asked to do.</summary>
/// <param name="Client">Where the server is, and who asks.</param>
/// <param name="Channel">A channel or pattern.</param>
/// <param name="Subscription">Filter, rate, snapshot.</param>
/// <param name="Json">One JSON object a line instead of text.</param>
/// <param name="Count">End after this many messages.</param>
/// <param name="Timeout">End after this long.</param>
internal sealed record WatchRequest(RealtimeClientOptions Client, string Channel, SubscriptionOptions Subscription, bool Json, long? Count, TimeSpan? Timeout)
{
    /// <summary>The environment variable that may have the key.</summary>
    public const string KeyVariable = "ATTUNE__SERVER__API_KEY";
}
