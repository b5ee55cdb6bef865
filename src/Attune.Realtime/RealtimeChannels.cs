namespace Attune.Realtime;

/// <summary>The channels that clients may subscribe to.</summary>
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
}
