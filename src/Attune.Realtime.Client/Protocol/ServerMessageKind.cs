namespace Attune.Realtime.Client.Protocol;

/// <summary>The types of messages from the server.</summary>
internal enum ServerMessageKind
{
    Unknown,
    Authenticated,
    Subscribed,
    Unsubscribed,
    Data,
    Batch,
    Snapshot,
    Gap,
    Pong,
    Error,
}
