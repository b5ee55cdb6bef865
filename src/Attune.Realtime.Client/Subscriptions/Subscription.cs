using System.Threading.Channels;
using Attune.Realtime.Client.Protocol;

namespace Attune.Realtime.Client.Subscriptions;

/// <summary>One subscription and the queue of its consumer. The reader of the connection writes, the consumer reads.</summary>
internal sealed class Subscription
{
    private readonly Channel<RealtimeEvent> _queue;
    private readonly int _capacity;

    public Subscription(ChannelName name, SubscriptionOptions options, int capacity)
    {
        (Name, Options, _capacity) = (name, options, capacity);
        _queue = Channel.CreateBounded<RealtimeEvent>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
        if (options.Resume is { } resume)
        {
            Epoch = resume.Epoch;
            foreach (var (channel, sequence) in resume.Sequences)
            {
                Positions.MoveTo(channel, sequence);
            }
        }
    }

    public ChannelName Name { get; }

    public SubscriptionOptions Options { get; }

    public Positions Positions { get; } = new();

    public ChannelReader<RealtimeEvent> Events => _queue.Reader;

    /// <summary>Epoch of the positions. Written by the reader of the connection, read by who subscribes.</summary>
    public string? Epoch { get; set; }

    /// <summary>The request whose answer makes the subscription listen. Guarded by the set of subscriptions.</summary>
    public long Request { get; set; }

    /// <summary>Times that the server refused for now. Guarded by the set of subscriptions.</summary>
    public int Refusals { get; set; }

    /// <summary>What the server sends for it goes into the queue. Written under the lock of the set, and read by the reader of the connection.</summary>
    public bool IsListening { get; set; }

    /// <summary>Set aside until the consumer has caught up. Written under the lock of the set, and read by the consumer.</summary>
    public bool IsSetAside
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    }

    /// <summary>The consumer is gone, or the subscription failed.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Half of the queue is free again.</summary>
    public bool HasRoom => _queue.Reader.Count <= _capacity / 2;

    public bool TryQueue(RealtimeEvent item) => _queue.Writer.TryWrite(item);

    /// <summary>Completes when there is room; false when there never will be, for the subscription has ended.</summary>
    public ValueTask<bool> WaitForRoomAsync(CancellationToken cancellationToken) => _queue.Writer.WaitToWriteAsync(cancellationToken);

    /// <summary>Ends the enumeration after what is queued.</summary>
    public void End(Exception? error = null)
    {
        (HasEnded, IsListening) = (true, false);
        _queue.Writer.TryComplete(error);
    }

    /// <summary>The server takes positions of this epoch from now on.</summary>
    public void Enter(string epoch, long? sequence)
    {
        if (Epoch != epoch)
        {
            Positions.Clear();
            Epoch = epoch;
        }

        if (sequence is { } known && Name.IsExact)
        {
            Positions.BeginAt(Name.Text, known);
        }
    }
}
