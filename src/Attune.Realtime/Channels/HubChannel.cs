using System.Diagnostics.CodeAnalysis;
using Attune.Realtime.Compression;
using Attune.Realtime.Delivery;
using Attune.Realtime.Protocol;
using Attune.Realtime.Sessions;

namespace Attune.Realtime.Channels;

/// <summary>
/// One channel: its sequence, its clients, and its latest messages. A message is put into the queues of this channel's clients only, in the order
/// of the sequence, because both happen under the channel's lock.
/// </summary>
internal sealed class HubChannel
{
    private readonly Lock _gate = new();
    private readonly Dictionary<HubClient, Binding> _bindings = [];
    private readonly Dictionary<string, BindingGroup> _groups = new(StringComparer.Ordinal);
    private readonly List<BindingGroup> _groupList = [];
    private readonly ReplayRing _replay;
    private readonly TimeProvider _time;
    private readonly RealtimeOptions _options;
    private long _sequence;

    // Messages up to this sequence may never have been published, because nobody wanted them.
    private long _lapsed;
    private bool _declined;
    private bool _isUsed;
    private long _lastWanted;
    private long _lastPublished;
    private HubMessage? _last;

    public HubChannel(string name, ChannelDeclaration declaration, long sequence, RealtimeOptions options, TimeProvider time)
    {
        (Name, Declaration, _sequence, _lapsed, _options, _time) = (name, declaration, sequence, sequence, options, time);
        DataPrefix = HubMessage.Prefix(name);
        _replay = new ReplayRing(declaration.Options.ReplayMessages ?? options.ReplayMessages);
        _lastWanted = _lastPublished = time.GetTimestamp();
        SingleCompression = declaration.SingleCompression;
        BatchCompression = declaration.BatchCompression;
    }

    public string Name { get; }

    public ChannelDeclaration Declaration { get; }

    public byte[] DataPrefix { get; }

    public CompressionLearner SingleCompression { get; }

    public CompressionLearner BatchCompression { get; }

    /// <summary>Clients of the channel; a moment old when it is read without the lock.</summary>
    public int Subscribers => _bindings.Count;

    /// <summary>Bytes that are kept for clients which come back.</summary>
    public long ReplayBytes => _replay.Bytes;

    /// <summary>True once it was taken out of the directory: whoever holds it asks again.</summary>
    public bool IsRemoved { get; private set; }

    /// <summary>True when a message would reach somebody now, or may be asked for by a client that comes back.</summary>
    public bool IsWanted()
    {
        lock (_gate)
        {
            if (_bindings.Count > 0 || _time.GetElapsedTime(_lastWanted) < _options.ReplayAge)
            {
                return true;
            }

            // The publisher now leaves messages out: whoever comes back later must not take the sequence for complete.
            _declined = true;
            return false;
        }
    }

    /// <summary>Gives a message its sequence and puts it into the queues of all who want it.</summary>
    /// <returns>The sequence, or null when the channel was removed.</returns>
    public long? Publish(ReadOnlySpan<byte> payload, string? key, DirtyOutboxes dirty)
    {
        lock (_gate)
        {
            if (IsRemoved)
            {
                return null;
            }

            var timestamp = _time.GetTimestamp();
            _lastPublished = timestamp;
            _isUsed = true;
            var message = HubMessage.Create(this, ++_sequence, _time.GetUtcNow(), timestamp, payload, key);
            _replay.Add(message);
            if (Declaration.Options.LastIsSnapshot)
            {
                _last = message;
            }

            var delivered = 0;
            foreach (var group in _groupList)
            {
                var passed = group.Filter is null ? message : message.Filtered(group.Filter);
                if (passed is null)
                {
                    continue;
                }

                var bindings = group.Bindings;
                delivered += bindings.Count;
                passed.AddReceivers(bindings.Count);
                for (var i = 0; i < bindings.Count; i++)
                {
                    var outbox = bindings[i].Client.Outbox;
                    if (outbox.Enqueue(passed, bindings[i], timestamp))
                    {
                        dirty.Add(outbox);
                    }
                }
            }

            Declaration.CountDelivered(delivered);
            return message.Sequence;
        }
    }

    /// <summary>Brings the client's place on the channel into line with its subscriptions.</summary>
    /// <param name="client">The client, whose outbox holds back what it is given until the caller is done.</param>
    /// <param name="asked">The command that subscribes anew, whose position and snapshot are due; null otherwise.</param>
    /// <returns>The channel's sequence at that moment; null when the channel was removed.</returns>
    public long? Bind(HubClient client, BindRequest? asked)
    {
        lock (_gate)
        {
            if (IsRemoved)
            {
                return null;
            }

            var wanted = client.IsGone ? null : client.Subscriptions.For(Name);
            if (wanted is not null && client.Identity?.MayRead(Name) != true)
            {
                wanted = null;
            }

            _bindings.TryGetValue(client, out var present);
            if (asked is not null && !ReferenceEquals(wanted?.Pattern, asked.Pattern))
            {
                // Another subscription of the client decides about this channel; it stays as it is.
                asked = null;
            }

            if (ReferenceEquals(present?.Subscription, wanted) && asked is null)
            {
                return _sequence;
            }

            if (present is not null)
            {
                Remove(present);
            }

            if (wanted is not null)
            {
                Add(client, wanted, asked);
            }

            return _sequence;
        }
    }

    /// <summary>Forgets what is too old, and the channel itself when nobody needs it any more.</summary>
    /// <param name="replayFrom">What was published before this is forgotten.</param>
    /// <param name="mayGo">Whether the channel may be removed.</param>
    /// <param name="sequence">Its sequence when it was removed.</param>
    /// <param name="crowded">Whether a channel to which nothing was ever published goes at once.</param>
    /// <returns>True when it was removed.</returns>
    public bool Sweep(long replayFrom, bool mayGo, out long sequence, bool crowded = false)
    {
        lock (_gate)
        {
            _replay.Trim(replayFrom);
            sequence = _sequence;
            IsRemoved |= mayGo && !Declaration.Pattern.IsExact && _bindings.Count == 0
                && ((crowded && !_isUsed) || _time.GetElapsedTime(Math.Max(_lastWanted, _lastPublished)) >= (Declaration.Options.IdleAge ?? _options.ReplayAge));
            return IsRemoved;
        }
    }

    private void Add(HubClient client, Subscription wanted, BindRequest? asked)
    {
        if (_declined)
        {
            _declined = false;
            _lapsed = ++_sequence;
            _replay.Clear();
        }

        var binding = new Binding(client, this, wanted);
        _bindings[client] = binding;
        var key = wanted.Filter?.Text ?? "";
        if (!_groups.TryGetValue(key, out var group))
        {
            _groups[key] = group = new BindingGroup(wanted.Filter);
            _groupList.Add(group);
        }

        group.Add(binding);
        if (asked is null)
        {
            return;
        }

        var isComplete = asked.Command.Resume is { } position && Resume(binding, position, asked);
        if (asked.Command.Snapshot && !isComplete && TrySnapshot(out var snapshot))
        {
            asked.Replies.Add(snapshot);
        }
    }

    private void Remove(Binding binding)
    {
        _bindings.Remove(binding.Client);
        var key = binding.Subscription.Filter?.Text ?? "";
        var group = _groups[key];
        group.Remove(binding);
        if (group.Bindings.Count == 0)
        {
            _groups.Remove(key);
            _groupList.Remove(group);
        }

        binding.Client.Outbox.Forget(binding);
        _lastWanted = _time.GetTimestamp();
    }

    /// <summary>Queues what came after the position; true when nothing is missing.</summary>
    private bool Resume(Binding binding, ResumePoint resume, BindRequest asked)
    {
        if (!resume.Sequences.TryGetValue(Name, out var position))
        {
            return false;
        }

        if (resume.Epoch != binding.Client.Epoch)
        {
            asked.Replies.Add(ServerMessages.Gap(Name, 0, _sequence, null, GapReasons.Restarted));
            return false;
        }

        var first = _replay.FirstSequence(_sequence + 1);
        var isComplete = position >= first - 1;
        if (!isComplete)
        {
            asked.Replies.Add(ServerMessages.Gap(Name, position + 1, first - 1, position < _lapsed ? null : first - 1 - position, GapReasons.Expired));
        }

        binding.ReplayedTo = _sequence;
        foreach (var message in _replay.After(position))
        {
            var passed = binding.Subscription.Filter is { } filter ? message.Filtered(filter) : message;
            if (passed is not null)
            {
                binding.Client.Outbox.Enqueue(passed, binding, _time.GetTimestamp());
            }
        }

        return isComplete;
    }

    private bool TrySnapshot([NotNullWhen(true)] out byte[]? snapshot)
    {
        var state = Declaration.Options.Snapshot is { } source ? source(Name) : _last?.Payload;
        snapshot = state is { } payload ? ServerMessages.Snapshot(Name, _sequence, _time.GetUtcNow(), payload.Span) : null;
        return snapshot is not null;
    }
}
