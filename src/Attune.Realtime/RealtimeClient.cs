using System.Threading.Channels;

namespace Attune.Realtime;

/// <summary>One client's subscriptions and its bounded queue.</summary>
public sealed class RealtimeClient : IDisposable
{
    private readonly RealtimeHub _hub;
    private readonly Channel<ReadOnlyMemory<byte>> _queue;
    private readonly CancellationTokenSource _ended = new();
    private volatile string[] _channels = [];
    private long _dropped;

    internal RealtimeClient(RealtimeHub hub, int capacity)
    {
        _hub = hub;
        _queue = Channel.CreateBounded<ReadOnlyMemory<byte>>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ =>
            {
                Interlocked.Increment(ref _dropped);
                hub.CountDropped();
            });
    }

    /// <summary>Messages that were dropped because the client did not keep up.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The channels that are subscribed to.</summary>
    public IReadOnlyList<string> Channels => _channels;

    /// <summary>Messages in the order in which they were published; completes when the client is disconnected.</summary>
    public ChannelReader<ReadOnlyMemory<byte>> Messages => _queue.Reader;

    /// <summary>Cancelled when the client is disconnected.</summary>
    internal CancellationToken Ended => _ended.Token;

    /// <summary>Adds channels. Called by one thread at a time.</summary>
    public void Subscribe(IEnumerable<string> channels) => _channels = [.. _channels.Union(channels, StringComparer.Ordinal)];

    /// <summary>Takes channels away. Called by one thread at a time.</summary>
    public void Unsubscribe(IEnumerable<string> channels) => _channels = [.. _channels.Except(channels, StringComparer.Ordinal)];

    /// <summary>True when messages of the channel are delivered to this client.</summary>
    public bool IsSubscribed(string channel) => Array.IndexOf(_channels, channel) >= 0;

    /// <summary>Puts a message that is for this client only into its queue.</summary>
    public void Enqueue(ReadOnlyMemory<byte> message) => _queue.Writer.TryWrite(message);

    /// <summary>Disconnects: no more messages come in, those that wait may still be read.</summary>
    public void Dispose()
    {
        _hub.Disconnect(this);
        _queue.Writer.TryComplete();
        _ended.Cancel();
    }
}
