using Attune.Events;

namespace Attune.Streaming;

/// <summary>One event on its way through a pipeline: a flow or a text.</summary>
public readonly struct StreamRecord
{
    /// <summary>Wraps a flow; its key is the source address.</summary>
    public StreamRecord(Flow flow)
    {
        Flow = flow;
        Timestamp = flow.Timestamp;
        Key = flow.SourceIp;
    }

    /// <summary>Wraps a text; its key is the sender's domain.</summary>
    public StreamRecord(TextEvent text)
    {
        Text = text;
        Timestamp = text.Timestamp;
        Key = text.SenderDomain;
    }

    /// <summary>The flow, if it is one.</summary>
    public Flow? Flow { get; }

    /// <summary>The text, if it is one.</summary>
    public TextEvent? Text { get; }

    /// <summary>Event time, UTC.</summary>
    public DateTime Timestamp { get; }

    /// <summary>Events of one key are processed in order, in one partition.</summary>
    public string Key { get; }
}
