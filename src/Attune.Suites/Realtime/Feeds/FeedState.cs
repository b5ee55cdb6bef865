namespace Attune.Suites.Realtime.Feeds;

/// <summary>What a server holds.</summary>
/// <param name="Clients">Clients that are connected.</param>
/// <param name="Subscriptions">Their subscriptions.</param>
/// <param name="Queued">Messages that wait for clients.</param>
/// <param name="ManagedBytes">Bytes of the managed heap.</param>
internal sealed record FeedState(double Clients, double Subscriptions, double Queued, long ManagedBytes);
