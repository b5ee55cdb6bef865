namespace Attune.Suites.Realtime.Feeds;

/// <summary>Servers of a live feed that are compared.</summary>
internal enum FeedKind
{
    /// <summary>Attune's hub behind Kestrel.</summary>
    Attune,

    /// <summary>ASP.NET Core SignalR with JSON over WebSocket, behind the same Kestrel.</summary>
    SignalR,

    /// <summary>The npm package ws on node.</summary>
    Ws,
}
