namespace Attune.Suites.Realtime.Listeners;

/// <summary>What the clients of a group received.</summary>
internal sealed record ListenerReport
{
    /// <summary>Clients that looked into every message: all of them, or one in sixteen where frames are deflated.</summary>
    public int Readers { get; init; }

    /// <summary>Messages that the readers received.</summary>
    public long Received { get; init; }

    /// <summary>Messages that did not come though a later one did.</summary>
    public long Lost { get; init; }

    /// <summary>Messages that came after a later one, or twice.</summary>
    public long Disordered { get; init; }

    /// <summary>Connections that have ended.</summary>
    public int Closed { get; init; }

    /// <summary>Connections that the server closed with code 1013.</summary>
    public int ClosedAsSlow { get; init; }

    /// <summary>Whether everything came within the time.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Whether the server agreed to permessage-deflate.</summary>
    public bool Deflate { get; init; }

    /// <summary>Milliseconds from the time at which a message was due to its receipt, by percentile.</summary>
    public double P50 { get; init; }

    /// <inheritdoc cref="P50"/>
    public double P95 { get; init; }

    /// <inheritdoc cref="P50"/>
    public double P99 { get; init; }

    /// <summary>The longest, in milliseconds.</summary>
    public double Max { get; init; }

    /// <summary>Bytes of messages as they came, headers left out; of the readers.</summary>
    public long WireBytes { get; init; }

    /// <summary>Bytes of messages after inflating; of the readers.</summary>
    public long PlainBytes { get; init; }

    /// <summary>Sessions that ran to their end, of those that came and went.</summary>
    public int Sessions { get; init; }
}
