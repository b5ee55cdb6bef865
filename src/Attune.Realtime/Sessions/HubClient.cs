using Attune.Realtime.Access;
using Attune.Realtime.Channels;
using Attune.Realtime.Delivery;
using Attune.Realtime.Protocol;
using Attune.Realtime.Wire;

namespace Attune.Realtime.Sessions;

/// <summary>One client of the hub: who it is, what it is subscribed to, and its outbox.</summary>
internal sealed class HubClient
{
    private readonly Lock _gate = new();
    private readonly RealtimeHub _hub;
    private readonly FrameTransport _transport;
    private readonly TimeProvider _time;
    private volatile SubscriptionSet _subscriptions = SubscriptionSet.Empty;
    private volatile RealtimeIdentity? _identity;
    private volatile bool _isGone;
    private volatile bool _isClosing;
    private int _closes;
    private long _closeDeadline;

    public HubClient(RealtimeHub hub, FrameTransport transport, Flusher flusher, bool deflate, RealtimeIdentity? identity)
    {
        (_hub, _transport, _identity, _time) = (hub, transport, identity, hub.Settings.Time);
        Outbox = new Outbox(transport, flusher, hub.Settings, deflate);
        Outbox.TooSlow += CloseSlow;
        ConnectedAt = LastCommand = _time.GetTimestamp();
    }

    public Outbox Outbox { get; }

    public string Epoch => _hub.Epoch;

    public long ConnectedAt { get; }

    /// <summary>When it last sent a command.</summary>
    public long LastCommand { get; set; }

    /// <summary>When a byte of it last came; null where there is no network between.</summary>
    public Func<long>? LastHeard { get; init; }

    /// <summary>When it was last pinged; kept by the sweep.</summary>
    public long LastPing { get; set; }

    /// <summary>Who it is; null until it has authenticated.</summary>
    public RealtimeIdentity? Identity => _identity;

    public SubscriptionSet Subscriptions => _subscriptions;

    /// <summary>True once it has left the hub.</summary>
    public bool IsGone => _isGone;

    /// <summary>True once it was told to close.</summary>
    public bool IsClosing => _isClosing;

    /// <summary>Gives it another identity; what it may no longer read ends.</summary>
    public void Become(RealtimeIdentity identity)
    {
        lock (_gate)
        {
            _identity = identity;
            _hub.Directory.Refresh(this);
            var ended = _subscriptions.ExactNames.Where(name => !identity.MayRead(name)).ToList();
            var subscriptions = ended.Aggregate(_subscriptions, (set, name) => set.Without(ChannelPattern.Parse(name)));
            _hub.CountSubscriptions(subscriptions.Count - _subscriptions.Count);
            _subscriptions = subscriptions;
        }
    }

    /// <summary>Subscribes to all that the command names, or to nothing.</summary>
    public ProtocolError? Subscribe(SubscribeCommand command)
    {
        lock (_gate)
        {
            if (_isGone)
            {
                return null;
            }

            if (Refuse(command) is { } error)
            {
                return error;
            }

            var interval = command.MaxRate is { } rate ? (long)(_time.TimestampFrequency / rate) : 0;
            var subscriptions = _subscriptions;
            foreach (var pattern in command.Channels)
            {
                subscriptions = subscriptions.With(new Subscription(pattern, command.Filter, interval));
            }

            // The answer goes first, and everything that the new subscriptions bring comes after it.
            Outbox.Cork();
            try
            {
                _hub.CountSubscriptions(subscriptions.Count - _subscriptions.Count);
                _subscriptions = subscriptions;
                var replies = new List<byte[]>();
                var channels = command.Channels.Select(pattern => (pattern.Text, Bind(pattern, new BindRequest(command, pattern, replies)))).ToList();
                Outbox.Reply(ServerMessages.Subscribed(command.Id, Epoch, channels));
                foreach (var reply in replies)
                {
                    Outbox.Reply(reply);
                }
            }
            finally
            {
                Outbox.Uncork();
            }

            return null;
        }
    }

    /// <summary>Ends subscriptions; those that do not exist are no error.</summary>
    public void Unsubscribe(UnsubscribeCommand command)
    {
        lock (_gate)
        {
            var ended = command.Channels.Where(_subscriptions.Contains).ToList();
            var subscriptions = ended.Aggregate(_subscriptions, (set, pattern) => set.Without(pattern));
            _hub.CountSubscriptions(subscriptions.Count - _subscriptions.Count);
            _subscriptions = subscriptions;
            foreach (var pattern in ended)
            {
                if (pattern.IsExact)
                {
                    _hub.Directory.Rebind(this, pattern.Text);
                }
                else
                {
                    _hub.Directory.BindPattern(this, pattern, asked: null);
                }
            }

            Outbox.Reply(ServerMessages.Unsubscribed(command.Id, [.. command.Channels.Select(pattern => pattern.Text)]));
        }
    }

    /// <summary>Tells the client to close, after what waits for it (<paramref name="drain"/>) or at once; the sweep cuts it off when it takes too long.</summary>
    /// <returns>True for the first call, which decides.</returns>
    public bool Close(ushort code, string reason, bool drain = false) => Close(WebSocketFrames.Close(code, reason), drain);

    /// <summary>Sends a close frame that was made elsewhere, at once.</summary>
    /// <returns>True for the first call, which decides.</returns>
    public bool Close(ReadOnlyMemory<byte> frame, bool drain = false)
    {
        if (Interlocked.Exchange(ref _closes, 1) != 0)
        {
            return false;
        }

        Volatile.Write(ref _closeDeadline, _time.GetTimestamp() + _hub.CloseTimeout);
        _isClosing = true;
        Outbox.Close(frame, drain);
        return true;
    }

    /// <summary>True when it has had its time to close.</summary>
    public bool IsOverdue(long now) => _isClosing && now >= Volatile.Read(ref _closeDeadline);

    /// <summary>Disconnects a client that does not keep up.</summary>
    public void CloseSlow()
    {
        if (Close(CloseCodes.TryAgainLater, "The client does not keep up; try again later."))
        {
            _hub.Settings.Meter.SlowClient();
        }
    }

    /// <summary>Cuts the connection.</summary>
    public void Abort() => _transport.Abort();

    /// <summary>Leaves all channels.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _isGone = true;
            Outbox.End();
            _hub.Directory.Refresh(this);
            _hub.CountSubscriptions(-_subscriptions.Count);
            _subscriptions = SubscriptionSet.Empty;
        }
    }

    private long? Bind(ChannelPattern pattern, BindRequest request)
    {
        if (pattern.IsExact)
        {
            return _hub.Directory.BindExact(this, pattern.Text, request);
        }

        _hub.Directory.BindPattern(this, pattern, request);
        return null;
    }

    private ProtocolError? Refuse(SubscribeCommand command)
    {
        var added = 0;
        foreach (var pattern in command.Channels)
        {
            if (_identity?.MayRead(pattern) != true)
            {
                return new ProtocolError(ErrorCodes.Forbidden, $"The channel '{pattern}' is not for this client.", command.Id);
            }

            if (pattern.IsExact && !_hub.Directory.IsDeclared(pattern.Text))
            {
                return new ProtocolError(ErrorCodes.UnknownChannel, $"There is no channel '{pattern}'. There are: {string.Join(", ", _hub.ChannelNames)}.", command.Id);
            }

            added += _subscriptions.Contains(pattern) ? 0 : 1;
        }

        if (_subscriptions.Count + added > _hub.Options.MaxSubscriptions)
        {
            return new ProtocolError(
                ErrorCodes.TooManySubscriptions, $"A client may have {_hub.Options.MaxSubscriptions} subscriptions; this one has {_subscriptions.Count}.", command.Id);
        }

        // Made now, while it can still be refused.
        return command.Channels.Any(pattern => pattern.IsExact && _hub.Directory.GetOrCreateForClient(pattern.Text) is null)
            ? new ProtocolError(ErrorCodes.TooManySubscriptions, $"There are as many channels as allowed, {_hub.Options.MaxChannels}.", command.Id)
            : null;
    }
}
