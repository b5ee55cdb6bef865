using Attune.Realtime.Channels;
using Attune.Realtime.Wire;

namespace Attune.Realtime.Delivery;

/// <summary>
/// What waits for one client: replies and control frames, which go first, and a bounded queue of messages. Publishers only put in; one
/// <see cref="Delivery.Flusher"/> takes out and sends. A client that does not take its bytes leaves the flusher's way until it does.
/// </summary>
internal sealed partial class Outbox
{
    private const int MaxForgotten = 32;

    private readonly Lock _gate = new();
    private readonly MessageQueue _queue = new();
    private readonly FrameTransport _transport;
    private readonly DeliverySettings _settings;
    private readonly bool _deflate;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Made when they are needed: most clients never need them.
    private Queue<ReadOnlyMemory<byte>>? _replies;
    private Gaps? _gaps;
    private PriorityQueue<Binding, long>? _held;
    private long _heldBytes;
    private int _forgotten;
    private TaskCompletionSource? _room;
    private OutboxState _state;
    private ReadOnlyMemory<byte> _closeFrame;
    private long _windowStart;
    private long _lastMessage;
    private long _waitingSince;
    private int _corks;
    private bool _drains;
    private bool _isSending;

    public Outbox(FrameTransport transport, Flusher flusher, DeliverySettings settings, bool deflate)
    {
        (_transport, Flusher, _settings, _deflate) = (transport, flusher, settings, deflate);
        _windowStart = _lastMessage = settings.Time.GetTimestamp() - settings.FlushWindow;
    }

    /// <summary>Raised once when the client has to be disconnected because it does not keep up.</summary>
    public event Action? TooSlow;

    /// <summary>Who sends.</summary>
    public Flusher Flusher { get; }

    /// <summary>When it is to be flushed; meaningful while it is scheduled.</summary>
    public long Due { get; private set; }

    /// <summary>Messages that wait.</summary>
    public int Count => _queue.Count;

    /// <summary>Replies and control frames that wait.</summary>
    private int ReplyCount => _replies?.Count ?? 0;

    private bool IsFull => _queue.Count - _queue.Replayed >= _settings.QueueCapacity;

    /// <summary>Messages that were dropped because the client did not keep up.</summary>
    public long Dropped { get; private set; }

    /// <summary>True when nothing waits and nothing is being sent.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _state is OutboxState.Idle or OutboxState.Ended && _queue.Count == 0 && ReplyCount == 0 && _held is not { Count: > 0 };
            }
        }
    }

    /// <summary>Completes when nothing is sent any more, and what was being sent has come to its end: the transport is nobody's.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Puts a message into the queue.</summary>
    /// <returns>True when the flusher has to be told.</returns>
    public bool Enqueue(HubMessage message, Binding binding, long now)
    {
        bool isTooSlow;
        lock (_gate)
        {
            if (_state == OutboxState.Ended || !_closeFrame.IsEmpty)
            {
                return false;
            }

            if (binding.Subscription.Interval > 0 && Hold(message, binding, now))
            {
                return Reschedule(now);
            }

            // Only a message that follows closely on another has one to go together with: a stream with the period of the window is not held back.
            if (now - _lastMessage >= _settings.CloseGap && _queue.Count == 0)
            {
                _windowStart = Math.Min(_windowStart, now - _settings.FlushWindow);
            }

            _lastMessage = now;
            isTooSlow = !Push(message, binding);
            if (!isTooSlow)
            {
                return Reschedule(now);
            }
        }

        TooSlow?.Invoke();
        return false;
    }

    /// <summary>Completes when not too many replies wait: whoever causes them has to wait, too.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_gate)
        {
            if (ReplyCount < _settings.MaxReplies)
            {
                return Task.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Puts in a JSON message that is for this client only; it goes before the messages that wait.</summary>
    public void Reply(ReadOnlySpan<byte> json) => Control(WebSocketFrames.Text(json));

    /// <summary>Puts in a whole frame that is for this client only; it goes before the messages that wait.</summary>
    public void Control(ReadOnlyMemory<byte> frame)
    {
        lock (_gate)
        {
            if (_state == OutboxState.Ended || !_closeFrame.IsEmpty)
            {
                return;
            }

            (_replies ??= new Queue<ReadOnlyMemory<byte>>()).Enqueue(frame);
            if (!Reschedule(_settings.Time.GetTimestamp()))
            {
                return;
            }
        }

        Flusher.Schedule(this);
    }

    /// <summary>Answers a ping, unless so much waits that the answer to a later one will do (RFC 6455, 5.5.3).</summary>
    public void Pong(ReadOnlySpan<byte> frame)
    {
        lock (_gate)
        {
            if (ReplyCount >= _settings.MaxReplies)
            {
                return;
            }
        }

        Control(frame.ToArray());
    }

    /// <summary>Holds everything back until <see cref="Uncork"/>, so that what belongs together is sent in its order.</summary>
    public void Cork()
    {
        lock (_gate)
        {
            _corks++;
        }
    }

    /// <summary>Lets go what was held back.</summary>
    public void Uncork()
    {
        lock (_gate)
        {
            _corks--;
            if (!Reschedule(_settings.Time.GetTimestamp()))
            {
                return;
            }
        }

        Flusher.Schedule(this);
    }

    /// <summary>Forgets what waits under a subscription that has ended.</summary>
    public void Forget(Binding binding)
    {
        lock (_gate)
        {
            _queue.RemoveAll(queued => queued.Binding == binding);
            _gaps?.Forget(binding.Channel);
            if (binding.Held is { } held)
            {
                _heldBytes -= held.Frame.Length;
                binding.Held = null;
                ForgetPlace();
            }
        }
    }

    /// <summary>Sends the close frame after what waits (<paramref name="drain"/>) or instead of it. Only the first call counts.</summary>
    public void Close(ReadOnlyMemory<byte> frame, bool drain)
    {
        lock (_gate)
        {
            if (_state == OutboxState.Ended || !_closeFrame.IsEmpty)
            {
                return;
            }

            _closeFrame = frame;
            _drains = drain;
            if (drain)
            {
                ReleaseAll();
            }
            else
            {
                _queue.Clear();
            }

            _held = null;

            if (!Reschedule(_settings.Time.GetTimestamp()))
            {
                return;
            }
        }

        Flusher.Schedule(this);
    }

    /// <summary>The connection is gone: nothing is sent any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            EndLocked();
        }
    }

    /// <summary>True when the client has taken nothing for so long.</summary>
    public bool IsStalled(long now, long patience)
    {
        lock (_gate)
        {
            return _state == OutboxState.Waiting && now - _waitingSince >= patience;
        }
    }

    /// <summary>Says when the next flush is due; true when the flusher does not know of it yet.</summary>
    private bool Reschedule(long now)
    {
        if (_state is not (OutboxState.Idle or OutboxState.Scheduled) || _corks > 0)
        {
            return false;
        }

        var due = NextDue(now);
        if (due == long.MaxValue || (_state == OutboxState.Scheduled && due >= Due))
        {
            return false;
        }

        Due = due;
        _state = OutboxState.Scheduled;
        return true;
    }

    private long NextDue(long now)
    {
        if (ReplyCount > 0 || !_closeFrame.IsEmpty || _queue.Count >= _settings.BatchMessages)
        {
            return now;
        }

        var due = _queue.Count > 0 ? Math.Max(now, _windowStart + _settings.FlushWindow) : long.MaxValue;
        return _held is not null && _held.TryPeek(out _, out var nextAt) ? Math.Min(due, Math.Max(now, nextAt)) : due;
    }
}
