using Attune.Realtime.Channels;

namespace Attune.Realtime.Protocol;

/// <summary>The client no longer wants the messages of channels: 1 to 100 different names and patterns, as they were subscribed to.</summary>
internal sealed record UnsubscribeCommand(RequestId Id, IReadOnlyList<ChannelPattern> Channels) : ClientCommand(Id);
