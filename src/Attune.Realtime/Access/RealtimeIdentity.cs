using Attune.Realtime.Channels;

namespace Attune.Realtime.Access;

/// <summary>Who a client is and what it may read.</summary>
/// <param name="Subject">The name that a log may hold.</param>
/// <param name="Channels">Names and patterns of the channels that it may read.</param>
/// <param name="Expires">From when on it is nobody; null for never.</param>
public sealed record RealtimeIdentity(string Subject, IReadOnlyList<ChannelPattern> Channels, DateTimeOffset? Expires)
{
    /// <summary>Somebody without a name who may read every channel, for ever.</summary>
    public static RealtimeIdentity Anonymous { get; } = new("anonymous", [ChannelPattern.Every], null);

    /// <summary>True when the messages of the channel are for this client.</summary>
    public bool MayRead(string channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        foreach (var pattern in Channels)
        {
            if (pattern.Matches(channel))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// True when it may subscribe to this: a name of a channel that it may read, or any pattern, because each channel that a pattern
    /// matches is checked on its own.
    /// </summary>
    public bool MayRead(ChannelPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return !pattern.IsExact || MayRead(pattern.Text);
    }
}
