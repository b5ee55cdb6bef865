namespace Attune.Realtime.Delivery;

/// <summary>What is going on with a client's outbox.</summary>
internal enum OutboxState
{
    /// <summary>Nothing is to be sent.</summary>
    Idle,

    /// <summary>A flusher will come at the time that is due.</summary>
    Scheduled,

    /// <summary>A flusher is at it.</summary>
    Flushing,

    /// <summary>The client does not take more at the moment; the flusher has gone on to others.</summary>
    Waiting,

    /// <summary>The close frame was sent, or the connection is gone: nothing is sent any more.</summary>
    Ended,
}
