namespace Attune.Realtime.Client;

/// <summary>How a <see cref="RealtimeClient"/> stands with its server.</summary>
public enum RealtimeConnectionState
{
    /// <summary>Not connected, and nothing asks for it: before the first subscription, or after a loss with <see cref="RealtimeClientOptions.Reconnect"/> off.</summary>
    Idle,

    /// <summary>A connection is being made, or authenticated.</summary>
    Connecting,

    /// <summary>Connected; subscriptions are with the server.</summary>
    Connected,

    /// <summary>The connection was lost or could not be made; another attempt follows.</summary>
    Waiting,

    /// <summary>The server does not accept who the client is. All subscriptions have ended; another one tries again.</summary>
    Refused,

    /// <summary>The client was disposed.</summary>
    Closed,
}
