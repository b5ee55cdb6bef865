namespace Attune.Storage.Pool;

/// <summary>
/// Who has which connection: the idle ones (last in, first out), the queue of callers (first in, first out) and the count that never exceeds the
/// maximum. All state is under one lock; nothing here opens, checks or closes a connection.
/// </summary>
/// <remarks>
/// A place is idle, lent, or owned by the one caller who opens, checks, resets or closes its connection. Nobody waits while a connection is
/// idle or a place is free: whoever frees one gives it to the first in the queue under the same lock.
/// </remarks>
internal sealed class PoolSlots(ConnectionPool pool, ConnectionAging aging, TimeProvider time, int minSize, int maxSize)
{
    private readonly Lock _gate = new();
    private readonly HashSet<PooledConnection> _all = [];
    private readonly List<PooledConnection> _idle = [];
    private readonly LinkedList<PoolWaiter> _waiters = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PoolCounters _counters = new();
    private int _lent;
    private int _max = maxSize;
    private int _generation;
    private bool _stopped;

    /// <summary>Completes when, after <see cref="Stop"/>, every connection that is not lent has been closed.</summary>
    public Task Drained => _drained.Task;

    /// <summary>
    /// Lends an idle connection that is ready (true), or makes the caller the owner of a place that it has to prepare (false, <paramref name="slot"/>),
    /// or puts it into the queue (false, <paramref name="waiter"/>).
    /// </summary>
    public bool TryTake(long now, out PooledConnection? slot, out PoolWaiter? waiter)
    {
        (slot, waiter) = (null, null);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopped, pool);
            if (_idle.Count > 0)
            {
                slot = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
                if (WhyStale(slot, now) is null && !aging.NeedsCheck(slot, now))
                {
                    Lend(slot, now, now);
                    return true;
                }
            }
            else if (_all.Count < _max)
            {
                slot = Reserve();
            }
            else
            {
                waiter = new PoolWaiter();
                _waiters.AddLast(waiter.Node);
            }

            return false;
        }
    }

    /// <summary>Lends a place whose connection the caller has prepared; false when the pool was stopped meanwhile.</summary>
    public bool TryLend(PooledConnection slot, long start, long now)
    {
        lock (_gate)
        {
            if (!_stopped)
            {
                Lend(slot, start, now);
            }

            return !_stopped;
        }
    }

    /// <summary>Takes a caller out of the queue; does nothing when it has been granted a place already.</summary>
    public void Cancel(PoolWaiter waiter)
    {
        lock (_gate)
        {
            if (waiter.Node.List is not null)
            {
                _waiters.Remove(waiter.Node);
                waiter.Cancel();
            }
        }
    }

    /// <summary>Ends a loan before its connection is reset or closed, which makes the caller the owner of the place.</summary>
    public void TakeBack(PooledConnection slot)
    {
        lock (_gate)
        {
            EndLoan(slot);
        }
    }

    /// <summary>Makes a connection that is in order idle, or hands it to the first in the queue; else says why the caller must close it.</summary>
    public CloseReason? TryKeep(PooledConnection slot, long now)
    {
        lock (_gate)
        {
            EndLoan(slot);
            if (WhyUnwanted(slot, now) is { } reason)
            {
                return reason;
            }

            slot.IdleSince = now;
            if (_waiters.First is { } first)
            {
                _waiters.RemoveFirst();
                first.Value.Grant(slot);
            }
            else
            {
                _idle.Add(slot);
            }

            return null;
        }
    }

    /// <summary>Frees a place that has no connection any more and lets the next in the queue try.</summary>
    public void Release(PooledConnection slot)
    {
        lock (_gate)
        {
            _all.Remove(slot);
            AdmitWaiters();
            CompleteWhenDrained();
        }
    }

    /// <summary>Says that opening begins: a <see cref="Clear"/> from now on means this connection too.</summary>
    public void BeginOpen(PooledConnection slot) => slot.Generation = Volatile.Read(ref _generation);

    public void Opened(PooledConnection slot, long now)
    {
        lock (_gate)
        {
            (slot.ExpiresAt, slot.IdleSince) = (aging.NextExpiry(now), now);
            _counters.Opened++;
        }
    }

    public void Count(PoolEvent what)
    {
        lock (_gate)
        {
            _counters.Add(what);
        }
    }

    /// <summary>Counts a loan as a leak, once.</summary>
    public bool TryCountLeak(PooledConnection slot)
    {
        lock (_gate)
        {
            return MarkLeak(slot);
        }
    }

    /// <summary>Counts the loans that have lasted too long and were not counted before, and returns for how long each has.</summary>
    public List<TimeSpan> CountLongLoans(long now)
    {
        lock (_gate)
        {
            return [.. _all.Where(slot => slot.IsLent && aging.IsHeldTooLong(slot, now) && MarkLeak(slot)).Select(slot => time.GetElapsedTime(slot.LentAt, now))];
        }
    }

    /// <summary>Why a connection must not be lent again, whoever has it.</summary>
    public CloseReason? StaleReason(PooledConnection slot, long now)
    {
        lock (_gate)
        {
            return WhyStale(slot, now);
        }
    }

    /// <summary>Takes out the idle connections that are old or, beyond the minimum, unused; the caller closes them.</summary>
    public List<(PooledConnection Slot, CloseReason Reason)> TakeOutworn(long now)
    {
        lock (_gate)
        {
            var taken = new List<(PooledConnection, CloseReason)>();
            _idle.RemoveAll(slot =>
            {
                var reason = WhyStale(slot, now)
                    ?? (aging.IsUnused(slot, now) && _all.Count - taken.Count > minSize ? CloseReason.Idle : null);
                if (reason is not null)
                {
                    taken.Add((slot, reason.Value));
                }

                return reason is not null;
            });
            return taken;
        }
    }

    /// <summary>A place to open a connection in, when there are fewer than the minimum.</summary>
    public PooledConnection? TryReserveForMinimum()
    {
        lock (_gate)
        {
            return !_stopped && _all.Count < Math.Min(minSize, _max) ? Reserve() : null;
        }
    }

    /// <summary>Changes the maximum: more room goes to the queue at once; returns the idle connections that are too many, longest unused first.</summary>
    public List<PooledConnection> SetMaximum(int max)
    {
        lock (_gate)
        {
            _max = max;
            AdmitWaiters();
            var surplus = _idle.GetRange(0, Math.Clamp(_all.Count - max, 0, _idle.Count));
            _idle.RemoveRange(0, surplus.Count);
            return surplus;
        }
    }

    /// <summary>Makes every present connection stale; returns the idle ones.</summary>
    public List<PooledConnection> Clear()
    {
        lock (_gate)
        {
            _generation++;
            return TakeAllIdle();
        }
    }

    /// <summary>Lends nothing any more; returns the idle connections.</summary>
    public List<PooledConnection> Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            var idle = TakeAllIdle();
            CompleteWhenDrained();
            return idle;
        }
    }

    public PoolStatistics Statistics(string name)
    {
        lock (_gate)
        {
            return _counters.ToStatistics(name, _max, _all.Count, _idle.Count, _lent, _waiters.Count, time);
        }
    }

    private void Lend(PooledConnection slot, long start, long now)
    {
        (slot.IsLent, slot.IsLeakCounted, slot.LentAt) = (true, false, now);
        _lent++;
        _counters.Acquire(now - start);
    }

    private void EndLoan(PooledConnection slot)
    {
        if (slot.IsLent)
        {
            slot.IsLent = false;
            _lent--;
        }
    }

    private bool MarkLeak(PooledConnection slot)
    {
        if (slot.IsLeakCounted)
        {
            return false;
        }

        slot.IsLeakCounted = true;
        _counters.Add(PoolEvent.Leak);
        return true;
    }

    private CloseReason? WhyStale(PooledConnection slot, long now) =>
        slot.Generation != _generation ? CloseReason.Cleared
        : now >= slot.ExpiresAt ? CloseReason.Lifetime
        : null;

    private CloseReason? WhyUnwanted(PooledConnection slot, long now) =>
        _stopped ? CloseReason.Abandoned
        : _all.Count > _max ? CloseReason.Surplus
        : WhyStale(slot, now);

    private PooledConnection Reserve()
    {
        var slot = new PooledConnection(pool);
        _all.Add(slot);
        return slot;
    }

    private void AdmitWaiters()
    {
        while (!_stopped && _all.Count < _max && _waiters.First is { } first)
        {
            _waiters.RemoveFirst();
            first.Value.Grant(Reserve());
        }
    }

    private List<PooledConnection> TakeAllIdle()
    {
        List<PooledConnection> idle = [.. _idle];
        _idle.Clear();
        return idle;
    }

    private void CompleteWhenDrained()
    {
        if (_stopped && _all.Count == _lent)
        {
            _drained.TrySetResult();
        }
    }
}
