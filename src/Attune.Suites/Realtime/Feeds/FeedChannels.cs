using Attune.Realtime;

namespace Attune.Suites.Realtime.Feeds;

/// <summary>Channels of the feeds that are measured.</summary>
internal static class FeedChannels
{
    /// <summary>The channel on which messages flow.</summary>
    public const string Busy = RealtimeChannels.Flows;

    /// <summary>A channel on which nothing comes.</summary>
    public const string Quiet = RealtimeChannels.Windows;

    /// <summary>The pattern of many channels.</summary>
    public const string AnyNumbered = "bench.*";

    /// <summary>One of many channels.</summary>
    public static string Numbered(int number) => $"bench.{number}";
}
