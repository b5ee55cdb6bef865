using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Attune.Realtime;

/// <summary>
/// Hands messages to the clients of a channel. A message is serialised once, by the publisher, and shared by all queues; a client that
/// does not keep up loses its oldest messages and hurts nobody else.
/// </summary>
public sealed class RealtimeHub : IDisposable
{
    private readonly ConcurrentDictionary<RealtimeClient, bool> _clients = new();
    private readonly RealtimeOptions _options;
    private readonly Meter _meter = new("Attune.Realtime");
    private readonly Counter<long> _published;
    private readonly Counter<long> _dropped;
    private int _count;
    private volatile bool _disposed;

    /// <summary>Makes a hub without clients.</summary>
    public RealtimeHub(RealtimeOptions options)
    {
        _options = options;
        _published = _meter.CreateCounter<long>("attune.realtime.messages", "{message}", "Messages put into clients' queues, by channel.");
        _dropped = _meter.CreateCounter<long>("attune.realtime.dropped", "{message}", "Messages that clients lost because they did not keep up.");
        _meter.CreateObservableUpDownCounter("attune.realtime.clients", () => ClientCount, "{client}", "Clients that are connected.");
    }

    /// <summary>Number of connected clients.</summary>
    public int ClientCount => Volatile.Read(ref _count);

    /// <summary>Connects a client; null when the hub is full or disposed.</summary>
    public RealtimeClient? TryConnect()
    {
        if (Interlocked.Increment(ref _count) > _options.MaxClients)
        {
            Interlocked.Decrement(ref _count);
            return null;
        }

        var client = new RealtimeClient(this, _options.QueueCapacity);
        _clients[client] = true;
        if (_disposed)
        {
            // Dispose may have gone through the clients before this one was among them.
            client.Dispose();
            return null;
        }

        return client;
    }

    /// <summary>True when a message on the channel would reach somebody; publishers need not serialise otherwise.</summary>
    public bool HasSubscribers(string channel)
    {
        foreach (var (client, _) in _clients)
        {
            if (client.IsSubscribed(channel))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Puts one serialised message into the queue of every subscriber. Never waits.</summary>
    public void Publish(string channel, ReadOnlyMemory<byte> message)
    {
        var reached = 0;
        foreach (var (client, _) in _clients)
        {
            if (client.IsSubscribed(channel))
            {
                client.Enqueue(message);
                reached++;
            }
        }

        if (reached > 0)
        {
            _published.Add(reached, new KeyValuePair<string, object?>("channel", channel));
        }
    }

    /// <summary>Closes every client's queue, so that their sessions end.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (var (client, _) in _clients)
        {
            client.Dispose();
        }

        _meter.Dispose();
    }

    internal void CountDropped() => _dropped.Add(1);

    internal void Disconnect(RealtimeClient client)
    {
        if (_clients.TryRemove(client, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
