using Attune.Realtime.Channels;
using Attune.Realtime.Protocol;

namespace Attune.Realtime.Delivery;

/// <summary>What a client lost and has not been told yet. Used under the outbox's lock.</summary>
internal sealed class Gaps
{
    private readonly Dictionary<(HubChannel Channel, string Reason), (long From, long To, long Count)> _gaps = [];

    public void Add(HubMessage message, string reason)
    {
        var key = (message.Channel, reason);
        _gaps[key] = _gaps.TryGetValue(key, out var gap)
            ? (Math.Min(gap.From, message.Sequence), Math.Max(gap.To, message.Sequence), gap.Count + 1)
            : (message.Sequence, message.Sequence, 1);
    }

    /// <summary>Tells what was lost before a message of its channel, and forgets it.</summary>
    public void TakeBefore(HubMessage message, FlushScratch scratch)
    {
        if (_gaps.Count == 0)
        {
            return;
        }

        foreach (var reason in (ReadOnlySpan<string>)[GapReasons.Slow, GapReasons.Rate])
        {
            var key = (message.Channel, reason);
            if (_gaps.TryGetValue(key, out var gap) && gap.From < message.Sequence)
            {
                _gaps.Remove(key);
                scratch.AddGap(Message(message.Channel, reason, gap));
            }
        }
    }

    /// <summary>Tells what was lost because the client did not keep up, and forgets it. (After what a maximum rate replaced there is always a message.)</summary>
    public void TakeSlow(FlushScratch scratch)
    {
        foreach (var (key, gap) in _gaps)
        {
            if (key.Reason == GapReasons.Slow)
            {
                _gaps.Remove(key);
                scratch.AddGap(Message(key.Channel, key.Reason, gap));
            }
        }
    }

    public void Forget(HubChannel channel)
    {
        _gaps.Remove((channel, GapReasons.Slow));
        _gaps.Remove((channel, GapReasons.Rate));
    }

    private static byte[] Message(HubChannel channel, string reason, (long From, long To, long Count) gap) =>
        ServerMessages.Gap(channel.Name, gap.From, gap.To, gap.Count, reason);
}
