using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using Attune.Realtime.Access;
using Attune.Realtime.Channels;
using Attune.Realtime.Delivery;
using Attune.Realtime.Sessions;
using Attune.Realtime.Wire;
using Attune.Tuning;

namespace Attune.Realtime;

/// <summary>
/// Hands messages to the clients of a channel. A message is serialised and framed once and shared by all who receive it; publishing costs the
/// clients of its channel only and never waits; a client that does not keep up loses messages by its channel's policy and hurts nobody else.
/// Thread-safe.
/// </summary>
public sealed class RealtimeHub : IDisposable
{
    private const int MaxFlushers = 16;

    /// <summary>What clients can read, with a batch around it.</summary>
    private const int MaxDepth = 60;

    private const int MaxKeptPayload = 1 << 20;
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(1);

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _payload;

    private readonly ConcurrentDictionary<HubClient, bool> _clients = new();
    private readonly ThreadLocal<DirtyOutboxes> _dirty;
    private readonly Flusher[] _flushers;
    private readonly Sweep _sweep;
    private int _clientCount;
    private int _nextFlusher;
    private long _subscriptionCount;
    private volatile bool _isDraining;
    private int _disposed;

    /// <summary>Makes a hub without channels and clients.</summary>
    /// <param name="options">Its limits; valid ones.</param>
    /// <param name="tunables">Where its knobs are registered: <c>realtime.flush_window</c>, <c>realtime.batch_messages</c>, <c>realtime.queue_capacity</c>.</param>
    /// <param name="time">The clock.</param>
    public RealtimeHub(RealtimeOptions options, TunableRegistry? tunables = null, TimeProvider? time = null)
        : this(options, tunables, time, start: null)
    {
    }

    /// <summary>Makes a hub whose work of sending is started by the caller's means.</summary>
    internal RealtimeHub(RealtimeOptions options, TunableRegistry? tunables, TimeProvider? time, Action<IThreadPoolWorkItem>? start)
    {
        ArgumentNullException.ThrowIfNull(options);
        time ??= TimeProvider.System;
        Options = options;
        Addresses = new AddressLimiter(options.MaxClientsPerAddress);
        Directory = new ChannelDirectory(options, time);
        Settings = new DeliverySettings(options, tunables, new HubMeter(this, time), time);
        var flushers = Math.Clamp(Environment.ProcessorCount / 2, 1, MaxFlushers);
        _flushers = [.. Enumerable.Range(0, flushers).Select(index => new Flusher(index, flushers, time, start))];
        _dirty = new ThreadLocal<DirtyOutboxes>(() => new DirtyOutboxes(_flushers));
        _sweep = new Sweep(this, SweepPeriod);
    }

    /// <summary>Names this run: sequences of another epoch mean nothing here.</summary>
    public string Epoch { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Connected clients.</summary>
    public int ClientCount => Volatile.Read(ref _clientCount);

    /// <summary>Subscriptions of all clients.</summary>
    public long SubscriptionCount => Interlocked.Read(ref _subscriptionCount);

    /// <summary>Channels.</summary>
    public int ChannelCount => Directory.Count;

    /// <summary>Messages that wait for clients.</summary>
    public long QueueLength => _clients.Sum(entry => (long)entry.Key.Outbox.Count);

    internal RealtimeOptions Options { get; }

    internal AddressLimiter Addresses { get; }

    /// <summary>True while another client may come.</summary>
    internal bool HasRoom => !_isDraining && ClientCount < Options.MaxClients;

    /// <summary>True while something is sent without waiting, or about to be.</summary>
    internal bool IsFlushing => Array.Exists(_flushers, flusher => flusher.IsRunning);

    internal ChannelDirectory Directory { get; }

    internal DeliverySettings Settings { get; }

    /// <summary>In timestamp ticks.</summary>
    internal long CloseTimeout => Ticks(Options.CloseTimeout);

    /// <summary>What may be subscribed to, as it was declared.</summary>
    internal IEnumerable<string> ChannelNames => Directory.Declarations.Select(declaration => declaration.Pattern.Text);

    /// <summary>The clients at this moment.</summary>
    internal IEnumerable<HubClient> Clients => _clients.Select(entry => entry.Key);

    /// <summary>Says that a channel, or every channel of a pattern, exists and how it behaves. The first declaration that matches a channel decides.</summary>
    /// <exception cref="FormatException">It is no channel name or pattern.</exception>
    /// <exception cref="ArgumentException">It is declared already.</exception>
    public void Declare(string pattern, RealtimeChannelOptions? channel = null) =>
        Directory.Declare(ChannelPattern.Parse(pattern), channel ?? new RealtimeChannelOptions());

    /// <summary>
    /// True when a message on the channel would reach somebody now, or may be asked for by a client that comes back; a publisher may leave messages out
    /// otherwise, and whoever resumes later is told so.
    /// </summary>
    public bool IsWanted(string channel) => Directory.IsWanted(channel);

    /// <summary>Publishes one message. Never waits. Once the hub is disposed, nobody gets it.</summary>
    /// <param name="channel">The channel's name.</param>
    /// <param name="json">One JSON value in UTF-8, nested at most 60 deep. It is checked: what is not valid would break every client's connection.</param>
    /// <param name="key">What it is the latest of, where the channel keeps the latest (<see cref="FullQueuePolicy.KeepLatest"/>).</param>
    /// <returns>The message's sequence in its channel.</returns>
    /// <exception cref="ArgumentException">The channel is not declared, or the bytes are not one JSON value.</exception>
    /// <exception cref="InvalidOperationException">There are as many channels as allowed.</exception>
    public long Publish(string channel, ReadOnlySpan<byte> json, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(channel);
        if (!IsJson(json))
        {
            throw new ArgumentException($"What is published must be one JSON value in UTF-8, nested at most {MaxDepth} deep.", nameof(json));
        }

        return PublishValid(channel, json, key);
    }

    /// <summary>Publishes one message that the caller writes.</summary>
    /// <param name="channel">The channel's name.</param>
    /// <param name="write">Writes one JSON value.</param>
    /// <param name="key">What it is the latest of, where the channel keeps the latest.</param>
    /// <returns>The message's sequence in its channel.</returns>
    /// <exception cref="ArgumentException">The channel is not declared.</exception>
    /// <exception cref="InvalidOperationException">There are as many channels as allowed, or what was written is no JSON value.</exception>
    public long Publish(string channel, Action<Utf8JsonWriter> write, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(write);

        // A publisher that publishes while it writes gets a buffer of its own.
        var buffer = _payload ?? new ArrayBufferWriter<byte>(1024);
        _payload = null;
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
            if (json.CurrentDepth != 0 || json.BytesCommitted + json.BytesPending == 0)
            {
                throw new InvalidOperationException("What was written is no whole JSON value.");
            }
        }

        var sequence = PublishValid(channel, buffer.WrittenSpan, key);
        _payload = buffer.Capacity <= MaxKeptPayload ? buffer : null;
        return sequence;
    }

    /// <summary>Subscribes within this process, to names and patterns.</summary>
    /// <param name="channels">What to listen to.</param>
    /// <exception cref="FormatException">One is no channel name or pattern.</exception>
    /// <exception cref="ArgumentException">A channel is not declared, or there are too many.</exception>
    /// <exception cref="InvalidOperationException">The hub takes no more clients.</exception>
    public RealtimeListener Listen(params IReadOnlyList<string> channels) => new(this, [.. channels.Select(ChannelPattern.Parse)]);

    /// <summary>Lets all clients have what waits for them, tells them that the server goes away (1001), and takes no new ones.</summary>
    public void Drain()
    {
        _isDraining = true;
        foreach (var client in Clients)
        {
            client.Close(CloseCodes.GoingAway, "The server is stopping.", drain: true);
        }
    }

    /// <summary>Disconnects everybody at once.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _isDraining = true;
        _sweep.Dispose();
        foreach (var client in Clients)
        {
            client.Abort();
            Disconnect(client);
        }

        foreach (var flusher in _flushers)
        {
            flusher.Dispose();
        }

        Settings.Meter.Dispose();
    }

    /// <summary>Takes a client in; null when the hub is full or going away.</summary>
    internal HubClient? TryConnect(FrameTransport transport, bool deflate, RealtimeIdentity? identity, Func<long>? lastHeard = null)
    {
        if (_isDraining)
        {
            return null;
        }

        if (Interlocked.Increment(ref _clientCount) > Options.MaxClients)
        {
            Interlocked.Decrement(ref _clientCount);
            return null;
        }

        var flusher = _flushers[(uint)Interlocked.Increment(ref _nextFlusher) % (uint)_flushers.Length];
        var client = new HubClient(this, transport, flusher, deflate, identity) { LastHeard = lastHeard };
        _clients[client] = true;
        if (_isDraining)
        {
            // Drain may have gone through the clients before this one was among them.
            client.Close(CloseCodes.GoingAway, "The server is stopping.", drain: true);
        }

        if (Volatile.Read(ref _disposed) != 0)
        {
            // As above, with Dispose.
            client.Abort();
            Disconnect(client);
            return null;
        }

        return client;
    }

    /// <summary>Lets a client go.</summary>
    internal void Disconnect(HubClient client)
    {
        if (_clients.TryRemove(client, out _))
        {
            client.Leave();
            Interlocked.Decrement(ref _clientCount);
        }
    }

    internal void CountSubscriptions(int change) => Interlocked.Add(ref _subscriptionCount, change);

    internal IEnumerable<Measurement<long>> Delivered() => Directory.Declarations.Select(
        declaration => new Measurement<long>(declaration.Delivered, new KeyValuePair<string, object?>("channel", declaration.Pattern.Text)));

    internal long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Settings.Time.TimestampFrequency);

    private static bool IsJson(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private long PublishValid(string channel, ReadOnlySpan<byte> json, string? key)
    {
        var dirty = _dirty.Value!;
        try
        {
            while (true)
            {
                if (Directory.GetOrCreate(channel).Publish(json, key, dirty) is { } sequence)
                {
                    return sequence;
                }
            }
        }
        finally
        {
            // Even if it failed half-way: an outbox that waits for its flusher is not announced again.
            dirty.Schedule();
        }
    }
}
