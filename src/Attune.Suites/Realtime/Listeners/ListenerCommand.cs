using Attune.Suites.Realtime.Feeds;

namespace Attune.Suites.Realtime.Listeners;

/// <summary>A line that a process of listeners is given; each is answered by one line.</summary>
/// <param name="Do">One of the constants.</param>
/// <param name="Group">The group of clients that is meant.</param>
internal sealed record ListenerCommand(string Do, string Group = ListenerCommand.Active)
{
    /// <summary>Connects a group of clients; each has been confirmed when the answer comes.</summary>
    public const string Connect = "connect";

    /// <summary>Forgets what the group has received so far.</summary>
    public const string Begin = "begin";

    /// <summary>Waits until each client of the group has received so many messages, and tells what came.</summary>
    public const string Finish = "finish";

    /// <summary>Lets a group that stopped reading go on until the server has closed, and tells how.</summary>
    public const string Drain = "drain";

    /// <summary>Lets clients come and go for some time.</summary>
    public const string Churn = "churn";

    /// <summary>The group whose latencies are measured.</summary>
    public const string Active = "active";

    /// <summary>A group on a quiet channel.</summary>
    public const string Idle = "idle";

    /// <summary>A group that stops reading.</summary>
    public const string Stalled = "stalled";

    /// <summary>What serves.</summary>
    public FeedKind Kind { get; init; }

    /// <summary>Where it listens.</summary>
    public int Port { get; init; }

    /// <summary>Clients of the group, or that are connected at a time.</summary>
    public int Clients { get; init; }

    /// <summary>The channel to subscribe to; null for numbered ones.</summary>
    public string? Channel { get; init; }

    /// <summary>Numbered channels in all; each client takes its share of them in turn.</summary>
    public int Channels { get; init; }

    /// <summary>Numbered channels of each client.</summary>
    public int ChannelsPerClient { get; init; }

    /// <summary>Whether clients offer permessage-deflate.</summary>
    public bool Deflate { get; init; }

    /// <summary>Messages that each client is to receive.</summary>
    public int Messages { get; init; }

    /// <summary>Messages that all clients of the group together are to receive; 0 where <see cref="Messages"/> says it for each.</summary>
    public long Total { get; init; }

    /// <summary>Longest wait, or how long to churn.</summary>
    public double Seconds { get; init; }
}
