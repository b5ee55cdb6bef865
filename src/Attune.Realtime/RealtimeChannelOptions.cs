namespace Attune.Realtime;

/// <summary>How a channel, or each channel of a pattern, behaves.</summary>
public sealed record RealtimeChannelOptions
{
    /// <summary>What happens when a client does not keep up.</summary>
    public FullQueuePolicy WhenFull { get; init; } = FullQueuePolicy.DropOldest;

    /// <summary>Messages that are kept for clients which come back; null keeps as many as <see cref="RealtimeOptions.ReplayMessages"/> says.</summary>
    public int? ReplayMessages { get; init; }

    /// <summary>
    /// Gives the present state of the channel with this name, as one JSON value in UTF-8, or null when there is none yet. Called while nothing can be published to
    /// the channel, so it has to be quick and must not publish.
    /// </summary>
    public Func<string, ReadOnlyMemory<byte>?>? Snapshot { get; init; }

    /// <summary>Whether the last message is the state of the channel, where <see cref="Snapshot"/> is not given.</summary>
    public bool LastIsSnapshot { get; init; }

    /// <summary>
    /// How long a channel of a pattern is kept without subscribers and messages, with its sequence and its last message; null keeps it for
    /// <see cref="RealtimeOptions.ReplayAge"/>. A channel that was declared by its name is kept for good.
    /// </summary>
    public TimeSpan? IdleAge { get; init; }
}
