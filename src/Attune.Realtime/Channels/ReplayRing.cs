using Attune.Realtime.Delivery;

namespace Attune.Realtime.Channels;

/// <summary>The latest messages of a channel, for clients that come back. Used under the channel's lock.</summary>
internal sealed class ReplayRing(int capacity)
{
    private readonly Queue<HubMessage> _messages = new();

    public long Bytes { get; private set; }

    public int Count => _messages.Count;

    /// <summary>Keeps a message.</summary>
    public void Add(HubMessage message)
    {
        if (capacity == 0)
        {
            return;
        }

        if (_messages.Count == capacity)
        {
            RemoveOldest();
        }

        _messages.Enqueue(message);
        Bytes += message.Frame.Length;
    }

    /// <summary>Forgets what was published before a moment.</summary>
    public void Trim(long timestamp)
    {
        while (_messages.TryPeek(out var oldest) && oldest.Timestamp < timestamp)
        {
            RemoveOldest();
        }
    }

    public void Clear()
    {
        _messages.Clear();
        Bytes = 0;
    }

    /// <summary>What came after a sequence, in order.</summary>
    public IEnumerable<HubMessage> After(long sequence) => _messages.Where(message => message.Sequence > sequence);

    /// <summary>The oldest sequence that is kept, or a default.</summary>
    public long FirstSequence(long otherwise) => _messages.TryPeek(out var oldest) ? oldest.Sequence : otherwise;

    private void RemoveOldest() => Bytes -= _messages.Dequeue().Frame.Length;
}
