using System.Collections.Concurrent;
using Attune.Realtime.Sessions;

namespace Attune.Realtime.Channels;

/// <summary>
/// All channels, and who wants which. A message finds its channel by name and the channel knows its clients, so that publishing costs the same
/// however many other channels and clients there are.
/// </summary>
/// <remarks>Locks are taken in this order: a client's, the directory's, a channel's, an outbox's.</remarks>
internal sealed class ChannelDirectory(RealtimeOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, HubChannel> _channels = new(StringComparer.Ordinal);
    private readonly HashSet<HubClient> _patternClients = [];
    private volatile ChannelDeclaration[] _declarations = [];

    // Channels that are made anew go on above every sequence that a removed one had: a position in the old one must not look complete.
    private long _floor;

    public int Count => _channels.Count;

    public IEnumerable<HubChannel> Channels => _channels.Select(entry => entry.Value);

    public IReadOnlyList<ChannelDeclaration> Declarations => _declarations;

    /// <summary>Says how the channels of a pattern behave; the first declaration that matches a channel decides.</summary>
    public void Declare(ChannelPattern pattern, RealtimeChannelOptions channel)
    {
        lock (_gate)
        {
            if (_declarations.Any(declaration => declaration.Pattern.Text == pattern.Text))
            {
                throw new ArgumentException($"The channel '{pattern}' is declared already.", nameof(pattern));
            }

            _declarations = [.. _declarations, new ChannelDeclaration(pattern, channel, options, time)];
        }
    }

    /// <summary>True when the channel may exist.</summary>
    public bool IsDeclared(string channel) => Find(channel) is not null;

    /// <summary>The channel if it is there.</summary>
    public HubChannel? Get(string channel) => _channels.GetValueOrDefault(channel);

    /// <summary>The channel, made if need be.</summary>
    /// <exception cref="ArgumentException">It is not declared.</exception>
    /// <exception cref="InvalidOperationException">There are as many channels as allowed.</exception>
    public HubChannel GetOrCreate(string name) => _channels.TryGetValue(name, out var channel) ? channel : Create(name, options.MaxChannels);

    /// <summary>
    /// The channel, made for a client if need be; null when there are too many. A quarter of the channels are left to publishers, so that clients which ask for
    /// channels without end do not take them all.
    /// </summary>
    /// <exception cref="ArgumentException">It is not declared.</exception>
    public HubChannel? GetOrCreateForClient(string name)
    {
        if (_channels.TryGetValue(name, out var channel))
        {
            return channel;
        }

        try
        {
            return Create(name, options.MaxChannels - (options.MaxChannels / 4));
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>True when a message on the channel would reach somebody.</summary>
    public bool IsWanted(string name)
    {
        if (_channels.TryGetValue(name, out var channel))
        {
            return channel.IsWanted();
        }

        lock (_gate)
        {
            return _patternClients.Any(client => client.Subscriptions.For(name) is not null);
        }
    }

    /// <summary>Puts a client on the channel of an exact name.</summary>
    /// <returns>The channel's sequence.</returns>
    public long BindExact(HubClient client, string name, BindRequest? asked)
    {
        while (true)
        {
            if (GetOrCreate(name).Bind(client, asked) is { } sequence)
            {
                return sequence;
            }
        }
    }

    /// <summary>Brings a client into line on every channel that a pattern means.</summary>
    public void BindPattern(HubClient client, ChannelPattern pattern, BindRequest? asked)
    {
        lock (_gate)
        {
            Follow(client);
            foreach (var (name, channel) in _channels)
            {
                if (pattern.Matches(name))
                {
                    channel.Bind(client, asked);
                }
            }
        }
    }

    /// <summary>Brings a client into line on a channel if it is there.</summary>
    public void Rebind(HubClient client, string name) => Get(name)?.Bind(client, asked: null);

    /// <summary>Brings a client into line on all its channels: it has gone, or may read others than before.</summary>
    public void Refresh(HubClient client)
    {
        var subscriptions = client.Subscriptions;
        foreach (var name in subscriptions.ExactNames)
        {
            Rebind(client, name);
        }

        if (!subscriptions.HasPatterns)
        {
            return;
        }

        lock (_gate)
        {
            Follow(client);
            foreach (var (name, channel) in _channels)
            {
                if (subscriptions.For(name) is not null)
                {
                    channel.Bind(client, asked: null);
                }
            }
        }
    }

    /// <summary>Forgets messages that are too old or too many, and channels that nobody needs.</summary>
    public void Sweep()
    {
        var now = time.GetTimestamp();
        var age = (long)(options.ReplayAge.TotalSeconds * time.TimestampFrequency);
        while (true)
        {
            var bytes = 0L;
            foreach (var (name, channel) in _channels)
            {
                if (channel.Sweep(now - age, mayGo: false, out _) is false)
                {
                    bytes += channel.ReplayBytes;
                }
            }

            if (bytes <= options.ReplayBytes || age == 0)
            {
                break;
            }

            age /= 2;
        }

        lock (_gate)
        {
            // Clients may ask for channels that never come to be: when there are many, those go at once.
            var crowded = _channels.Count > options.MaxChannels / 2;
            foreach (var (name, channel) in _channels)
            {
                if (channel.Sweep(now - age, mayGo: true, out var sequence, crowded))
                {
                    _floor = Math.Max(_floor, sequence + 1);
                    _channels.TryRemove(name, out _);
                }
            }
        }
    }

    private HubChannel Create(string name, int most)
    {
        var declaration = Find(name) ?? throw new ArgumentException($"The channel '{name}' is not declared.", nameof(name));
        if (!ChannelPattern.IsChannelName(name))
        {
            throw new ArgumentException($"'{name}' is no channel name: letters, digits, _ and - in segments with dots between, up to {ChannelPattern.MaxLength} characters.", nameof(name));
        }

        lock (_gate)
        {
            if (_channels.TryGetValue(name, out var present))
            {
                return present;
            }

            if (_channels.Count >= most)
            {
                throw new InvalidOperationException($"There are {most} channels, as many as allowed.");
            }

            var channel = new HubChannel(name, declaration, _floor, options, time);
            _channels[name] = channel;
            foreach (var client in _patternClients)
            {
                channel.Bind(client, asked: null);
            }

            return channel;
        }
    }

    private void Follow(HubClient client)
    {
        if (!client.IsGone && client.Subscriptions.HasPatterns)
        {
            _patternClients.Add(client);
        }
        else
        {
            _patternClients.Remove(client);
        }
    }

    private ChannelDeclaration? Find(string channel) => Array.Find(_declarations, declaration => declaration.Pattern.Matches(channel));
}
