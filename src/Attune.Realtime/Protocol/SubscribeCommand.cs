using Attune.Realtime.Channels;
using Attune.Realtime.Filters;

namespace Attune.Realtime.Protocol;

/// <summary>The client wants the messages of channels.</summary>
/// <param name="Id">What the answer repeats.</param>
/// <param name="Channels">1 to 100 different names and patterns, in the order of the command.</param>
/// <param name="Filter">Which messages; null for all.</param>
/// <param name="MaxRate">Most messages a second of each channel, 0.01 to 1,000; null for all.</param>
/// <param name="Snapshot">The present state first.</param>
/// <param name="Resume">Where the client stopped; null when it begins anew.</param>
internal sealed record SubscribeCommand(
    RequestId Id, IReadOnlyList<ChannelPattern> Channels, RealtimeFilter? Filter, double? MaxRate, bool Snapshot, ResumePoint? Resume) : ClientCommand(Id);
