namespace Attune.Realtime;

/// <summary>What happens when a message comes for a client whose queue is full.</summary>
public enum FullQueuePolicy
{
    /// <summary>The oldest message of the same channel makes room, or else the oldest of a channel that may lose messages.</summary>
    DropOldest,

    /// <summary>An older message with the same key makes room, so that the latest of each key is kept; where there is none, the oldest is dropped.</summary>
    KeepLatest,

    /// <summary>The client is disconnected (1013): it may come back and resume.</summary>
    Disconnect,
}
