namespace Attune.Realtime;

/// <summary>The channels of Attune's server.</summary>
public static class RealtimeChannels
{
    /// <summary>Flows, as they are stored.</summary>
    public const string Flows = "flows";

    /// <summary>Windows, when they close.</summary>
    public const string Windows = "windows";

    /// <summary>Text events, as they are stored.</summary>
    public const string Messages = "messages";

    /// <summary>The platform's own figures, once a second.</summary>
    public const string Metrics = "metrics";

    /// <summary>All channels.</summary>
    public static IReadOnlyList<string> All { get; } = [Flows, Windows, Messages, Metrics];

    /// <summary>Declares them: metrics keep the latest, which is also their snapshot; the others lose their oldest messages when a client does not keep up.</summary>
    public static void DeclareOn(RealtimeHub hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        foreach (var channel in All)
        {
            hub.Declare(channel, channel == Metrics
                ? new RealtimeChannelOptions { WhenFull = FullQueuePolicy.KeepLatest, LastIsSnapshot = true }
                : new RealtimeChannelOptions());
        }
    }
}
