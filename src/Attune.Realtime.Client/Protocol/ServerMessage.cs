namespace Attune.Realtime.Client.Protocol;

/// <summary>One message from the server; which fields are set depends on the kind, and those that it needs always are.</summary>
internal struct ServerMessage
{
    public ServerMessageKind Kind;
    public long? Id;
    public string Channel;
    public long? Sequence;
    public DateTimeOffset? Time;

    /// <summary>The JSON of <c>data</c>, part of the message.</summary>
    public ReadOnlyMemory<byte> Data;

    public string Epoch;

    /// <summary>The first channel of <c>subscribed</c>: a client names one at a time.</summary>
    public long? SubscribedSequence;

    /// <summary>The array of a batch.</summary>
    public ReadOnlyMemory<byte> Messages;

    public long? From;
    public long? To;
    public long? Count;
    public string Reason;
    public string Code;
    public string Text;
}
