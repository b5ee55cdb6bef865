namespace Attune.Storage.Pool;

/// <content>How a caller gets a connection when none is ready: wait, check, close, open.</content>
internal sealed partial class ConnectionPool
{
    private async ValueTask<ConnectionLease> PrepareAsync(PooledConnection? slot, PoolWaiter? waiter, long start, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_options.AcquireTimeout, _time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token, _stopped);
        try
        {
            slot ??= await WaitAsync(waiter!, any.Token);
            await EnsureUsableAsync(slot, any.Token);
            var now = _time.GetTimestamp();
            ObjectDisposedException.ThrowIf(!_slots.TryLend(slot, start, now), this);
            _meter.WaitDuration.Record(_time.GetElapsedTime(start, now).TotalSeconds, _tag);
            return new ConnectionLease(slot);
        }
        catch (Exception error)
        {
            var wasWaiting = slot is null;
            if (slot is not null)
            {
                await CloseAsync(slot, CloseReason.Abandoned);
            }

            if (error is not OperationCanceledException || !any.IsCancellationRequested)
            {
                throw;
            }

            cancellationToken.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(_stopped.IsCancellationRequested, this);
            throw TimedOut(wasWaiting, error);
        }
    }

    private async Task<PooledConnection> WaitAsync(PoolWaiter waiter, CancellationToken cancellationToken)
    {
        // The registration ends when the wait does; what was granted before the cancellation is kept and used.
        await using (cancellationToken.UnsafeRegister(_ => _slots.Cancel(waiter), null))
        {
            return await waiter.Granted;
        }
    }

    /// <summary>Leaves an open connection in the place, the one that is there if it may be lent.</summary>
    private async ValueTask EnsureUsableAsync(PooledConnection slot, CancellationToken cancellationToken)
    {
        if (slot.Connection is not null)
        {
            if (await WhyUnusableAsync(slot, cancellationToken) is not { } reason)
            {
                return;
            }

            await CloseConnectionAsync(slot, reason);
        }

        await OpenAsync(slot, cancellationToken);
    }

    private async ValueTask<CloseReason?> WhyUnusableAsync(PooledConnection slot, CancellationToken cancellationToken)
    {
        var now = _time.GetTimestamp();
        if (_slots.StaleReason(slot, now) is { } stale)
        {
            return stale;
        }

        if (!_aging.NeedsCheck(slot, now) || await IsAliveAsync(slot, cancellationToken))
        {
            return null;
        }

        _slots.Count(PoolEvent.FailedValidation);
        return CloseReason.Invalid;
    }

    private async ValueTask<bool> IsAliveAsync(PooledConnection slot, CancellationToken cancellationToken)
    {
        try
        {
            return await _source.IsAliveAsync(slot.Connection!, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogInvalid(Name, error.Message);
            return false;
        }
    }

    private async ValueTask OpenAsync(PooledConnection slot, CancellationToken cancellationToken)
    {
        _slots.BeginOpen(slot);
        try
        {
            slot.Connection = await _source.OpenAsync(cancellationToken);
        }
        catch
        {
            _slots.Count(PoolEvent.FailedOpen);
            throw;
        }

        _slots.Opened(slot, _time.GetTimestamp());
    }

    private StorageException TimedOut(bool wasWaiting, Exception error)
    {
        _slots.Count(PoolEvent.Timeout);
        _meter.Timeouts.Add(1, _tag);
        var now = Statistics;
        LogTimeout(Name, now.InUse, now.MaxSize, now.Waiters);
        var limit = FormattableString.Invariant($"{_options.AcquireTimeout.TotalSeconds:0.###} s");
        return new StorageException(
            wasWaiting
                ? $"No connection of the pool '{Name}' came free within {limit}: {now.InUse} of at most {now.MaxSize} are in use and {now.Waiters} other callers wait. "
                    + $"Raise {ConnectionPoolOptions.Section}.max_size (knob storage.pool_max_size), or look for leaks: {now.Leaks} leases were held too long or dropped."
                : $"A connection of the pool '{Name}' could not be made ready within {limit} ({now.InUse} of at most {now.MaxSize} are in use): "
                    + $"check that the database answers, or raise {ConnectionPoolOptions.Section}.acquire_timeout.",
            error)
        {
            IsTransient = true,
        };
    }
}
