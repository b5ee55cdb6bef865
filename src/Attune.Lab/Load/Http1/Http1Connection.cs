namespace Attune.Lab.Load;

/// <summary>One connection of a worker and the request on it. Only its worker touches it. Times are stopwatch timestamps.</summary>
internal sealed class Http1Connection(int tag)
{
    /// <summary>Its place among the worker's connections.</summary>
    public int Tag { get; } = tag;

    public ConnectionState State { get; set; }

    public int Descriptor { get; set; } = -1;

    public ResponseParser Parser { get; } = new();

    /// <summary>What is under way; null between requests.</summary>
    public PlannedRequest? Request { get; set; }

    /// <summary>When the request was due.</summary>
    public long Intended { get; set; }

    /// <summary>Until when the user of a closed model pauses after <see cref="PausesAfter"/>.</summary>
    public long PausesUntil { get; set; }

    /// <summary><see cref="Intended"/> of the request after which the user pauses; 0 before the first.</summary>
    public long PausesAfter { get; set; }

    public long SentAt { get; set; }

    /// <summary>When the answer began; 0 before.</summary>
    public long FirstByteAt { get; set; }

    /// <summary>When connecting or the request has taken too long, or when to connect again.</summary>
    public long Deadline { get; set; }

    public long BytesSent { get; set; }

    public long BytesReceived { get; set; }

    /// <summary>Connections in a row that brought no answer.</summary>
    public int Failures { get; set; }

    /// <summary>Whether connecting succeeded.</summary>
    public bool WasOpened { get; set; }

    /// <summary>Whether this connection has brought an answer since it was opened.</summary>
    public bool HasAnswered { get; set; }

    /// <summary>What could not be sent at once, or was left over from the last read.</summary>
    public ByteRest Unsent { get; } = new();

    /// <inheritdoc cref="Unsent"/>
    public ByteRest Unread { get; } = new();
}
