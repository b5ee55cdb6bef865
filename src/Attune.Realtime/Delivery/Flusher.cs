namespace Attune.Realtime.Delivery;

/// <summary>
/// Sends for a share of the clients: one work item while there is something to send, a timer while it is not due yet, nothing otherwise.
/// </summary>
internal sealed class Flusher : IThreadPoolWorkItem, IDisposable
{
    private const int MaxTurn = 64;

    private readonly Lock _gate = new();
    private readonly Queue<Outbox> _ready = new();
    private readonly PriorityQueue<Outbox, long> _waiting = new();
    private readonly List<Outbox> _turn = [];
    private readonly FlushScratch _scratch;
    private readonly TimeProvider _time;
    private readonly FlushThread? _thread;
    private readonly Action<IThreadPoolWorkItem> _start;
    private readonly ITimer _timer;
    private long _timerDue = long.MaxValue;
    private bool _isRunning;
    private bool _disposed;

    /// <param name="index">Its number among the hub's.</param>
    /// <param name="flushers">How many the hub has.</param>
    /// <param name="time">The clock.</param>
    /// <param name="start">Has the work done soon, on another thread or later on this one; null for a thread of its own.</param>
    public Flusher(int index, int flushers, TimeProvider time, Action<IThreadPoolWorkItem>? start)
    {
        (Index, _time, _scratch) = (index, time, new FlushScratch(flushers));
        _thread = start is null ? new FlushThread(OnTimer) : null;
        _start = start ?? _thread!.Start;
        _timer = time.CreateTimer(static state => ((Flusher)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Its number among the hub's.</summary>
    public int Index { get; }

    /// <summary>True while it sends, or is about to.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_gate)
            {
                return _isRunning;
            }
        }
    }

    /// <summary>An outbox has something to send when it is due.</summary>
    public void Schedule(Outbox outbox)
    {
        lock (_gate)
        {
            Add(outbox, _time.GetTimestamp());
            if (!Begin())
            {
                return;
            }
        }

        Run();
    }

    /// <summary>Several outboxes have something to send when it is due.</summary>
    public void Schedule(List<Outbox> outboxes)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            foreach (var outbox in outboxes)
            {
                Add(outbox, now);
            }

            if (!Begin())
            {
                return;
            }
        }

        Run();
    }

    /// <summary>Sends until nothing is due.</summary>
    public void Execute()
    {
        while (TakeTurn())
        {
            foreach (var outbox in _turn)
            {
                outbox.Flush(_scratch);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer.Dispose();
            _thread?.Dispose();
            _ready.Clear();
            _waiting.Clear();
        }
    }

    private void Add(Outbox outbox, long now)
    {
        if (_disposed)
        {
            return;
        }

        var due = outbox.Due;
        if (due <= now)
        {
            _ready.Enqueue(outbox);
        }
        else
        {
            _waiting.Enqueue(outbox, due);
        }
    }

    /// <summary>True when the caller has to start the work; under the lock.</summary>
    private bool Begin()
    {
        if (_isRunning || _disposed)
        {
            return false;
        }

        if (_ready.Count > 0)
        {
            _isRunning = true;
            return true;
        }

        Arm();
        return false;
    }

    private void Run() => _start(this);

    private bool TakeTurn()
    {
        _turn.Clear();
        lock (_gate)
        {
            MoveDue();
            while (_turn.Count < MaxTurn && _ready.TryDequeue(out var outbox))
            {
                _turn.Add(outbox);
            }

            if (_turn.Count == 0)
            {
                _isRunning = false;
                Arm();
            }

            return _turn.Count > 0 && !_disposed;
        }
    }

    private void MoveDue()
    {
        var now = _time.GetTimestamp();
        while (_waiting.TryPeek(out var outbox, out var due) && due <= now)
        {
            _waiting.Dequeue();
            _ready.Enqueue(outbox);
        }
    }

    private void Arm()
    {
        if (_disposed || !_waiting.TryPeek(out _, out var due) || due >= _timerDue)
        {
            return;
        }

        _timerDue = due;
        if (_thread is not null && _time == TimeProvider.System)
        {
            _thread.WakeAt(due);
            return;
        }

        var wait = _time.GetElapsedTime(_time.GetTimestamp(), due);
        // Up to whole milliseconds: a timer that comes too soon would have to be set again.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(wait.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _timerDue = long.MaxValue;
            MoveDue();
            if (!Begin())
            {
                return;
            }
        }

        Run();
    }
}
