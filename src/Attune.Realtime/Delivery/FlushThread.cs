namespace Attune.Realtime.Delivery;

/// <summary>
/// A thread that sends for one flusher, begun when it is first needed. It keeps its own time, because the pool's timers go by a clock that moves every 4 ms on many kernels; and the
/// hub's sends wait for no other work of the pool.
/// </summary>
internal sealed class FlushThread(Action onDue) : IDisposable
{
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Lock _gate = new();
    private IThreadPoolWorkItem? _work;
    private Thread? _thread;
    private long _due = long.MaxValue;
    private bool _disposed;

    /// <summary>Has the work done soon; one at a time.</summary>
    public void Start(IThreadPoolWorkItem work)
    {
        lock (_gate)
        {
            _work = work;
            Wake();
        }
    }

    /// <summary>Has what is due looked at when a time has come, by <see cref="TimeProvider.System"/>; replaces an earlier call.</summary>
    public void WakeAt(long due)
    {
        lock (_gate)
        {
            _due = due;
            if (Thread.CurrentThread != _thread)
            {
                Wake();
            }
        }
    }

    /// <summary>Lets the thread end after what it is at.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _wake.Set();
        }
    }

    private void Wake()
    {
        if (_disposed)
        {
            return;
        }

        if (_thread is null)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "Attune.Realtime" };
            _thread.Start();
        }

        _wake.Set();
    }

    private void Run()
    {
        while (true)
        {
            _wake.WaitOne(Timeout());
            IThreadPoolWorkItem? work;
            bool isDue;
            lock (_gate)
            {
                if (_disposed)
                {
                    _wake.Dispose();
                    return;
                }

                (work, _work) = (_work, null);
                isDue = _due <= TimeProvider.System.GetTimestamp();
                _due = isDue ? long.MaxValue : _due;
            }

            work?.Execute();
            if (isDue)
            {
                onDue();
            }
        }
    }

    private TimeSpan Timeout()
    {
        lock (_gate)
        {
            if (_due == long.MaxValue)
            {
                return System.Threading.Timeout.InfiniteTimeSpan;
            }

            // Up to whole milliseconds: a wait that ends too soon would have to be begun again.
            var wait = TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), _due);
            return TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(wait.TotalMilliseconds)));
        }
    }
}
