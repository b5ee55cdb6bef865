namespace Attune.Realtime.Client;

/// <summary>Messages of a channel that do not come.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="From">First sequence of the range in which messages are missing.</param>
/// <param name="To">Last sequence of that range.</param>
/// <param name="Count">How many are missing; null when it is not known, for example because a filter might have held them back anyway.</param>
/// <param name="Reason">
/// <c>slow</c> (the client did not keep up), <c>rate</c> (<see cref="SubscriptionOptions.MaxRate"/>), <c>expired</c> (the server no longer keeps what came while the
/// connection was lost), <c>restarted</c> (the server started anew meanwhile), or <see cref="NotAskedFor"/>.
/// </param>
public sealed record RealtimeGap(string Channel, long From, long To, long? Count, string Reason) : RealtimeEvent(Channel)
{
    /// <summary>The client's own reason: a pattern matched more channels than a request to resume could name (<see cref="RealtimeClientOptions.MaxRequestBytes"/>), and this was one of the longest silent.</summary>
    public const string NotAskedFor = "not_asked_for";
}
