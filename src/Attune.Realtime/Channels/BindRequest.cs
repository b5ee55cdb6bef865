using Attune.Realtime.Protocol;

namespace Attune.Realtime.Channels;

/// <summary>A subscription in the making: what was asked, and what the client is to hear after the answer and before any message.</summary>
/// <param name="Command">What was asked.</param>
/// <param name="Pattern">Which of its channels and patterns is being dealt with.</param>
/// <param name="Replies">Snapshots and gaps, in order.</param>
internal sealed record BindRequest(SubscribeCommand Command, ChannelPattern Pattern, List<byte[]> Replies);
