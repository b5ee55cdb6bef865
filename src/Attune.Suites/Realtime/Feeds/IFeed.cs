namespace Attune.Suites.Realtime.Feeds;

/// <summary>A server that is measured, as its own process sees it.</summary>
internal interface IFeed : IAsyncDisposable
{
    /// <summary>Where it listens on loopback.</summary>
    int Port { get; }

    /// <summary>Sends a payload to everybody on a channel, as an application of this server would.</summary>
    ValueTask PublishAsync(string channel, string payload);

    /// <summary>What it holds.</summary>
    FeedState State();
}
