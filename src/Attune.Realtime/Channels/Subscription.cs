using Attune.Realtime.Filters;

namespace Attune.Realtime.Channels;

/// <summary>What a client asked for under one name or pattern.</summary>
/// <param name="Pattern">The channel, or the channels.</param>
/// <param name="Filter">Which messages; null for all.</param>
/// <param name="Interval">Least time between two messages of a channel, in timestamp ticks; 0 for none.</param>
internal sealed record Subscription(ChannelPattern Pattern, RealtimeFilter? Filter, long Interval);
