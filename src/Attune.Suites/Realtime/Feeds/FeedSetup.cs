using Attune.Realtime;

namespace Attune.Suites.Realtime.Feeds;

/// <summary>The first line that a feed's process is given.</summary>
/// <param name="Kind">What serves.</param>
/// <param name="Payloads">What follows a payload's number and time, see <see cref="FeedPayloads"/>; used in turn.</param>
/// <param name="Deflate">Whether permessage-deflate is offered.</param>
/// <param name="Options">Settings of Attune's hub; the others have none.</param>
internal sealed record FeedSetup(FeedKind Kind, IReadOnlyList<string> Payloads, bool Deflate, RealtimeOptions? Options = null);
