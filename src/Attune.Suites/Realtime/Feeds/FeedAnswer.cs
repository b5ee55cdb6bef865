namespace Attune.Suites.Realtime.Feeds;

/// <summary>A line that a feed's process prints: the first when it listens, then one for each command.</summary>
/// <param name="Port">Where it listens; in the first line.</param>
/// <param name="Seconds">How long publishing took.</param>
/// <param name="State">What the server holds.</param>
internal sealed record FeedAnswer(int Port = 0, double Seconds = 0, FeedState? State = null);
