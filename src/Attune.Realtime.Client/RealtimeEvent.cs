namespace Attune.Realtime.Client;

/// <summary>What a subscription yields: <see cref="RealtimeData"/>, <see cref="RealtimeSnapshot"/> or <see cref="RealtimeGap"/>, and nothing else.</summary>
public abstract record RealtimeEvent
{
    private protected RealtimeEvent(string channel) => Channel = channel;

    /// <summary>The channel that it is about; with a pattern, the channel that matched.</summary>
    public string Channel { get; init; }
}
