using Attune.Tuning;

namespace Attune.Storage.Pool;

/// <content>What happens by the timer, and how connections are closed.</content>
internal sealed partial class ConnectionPool
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(30);
    private int _maintaining;

    /// <summary>Between two looks at the pool: a quarter of the shortest time that it has to keep, from 100 ms to 30 s.</summary>
    internal static TimeSpan MaintenanceInterval(ConnectionPoolOptions options)
    {
        var shortest = new[] { options.MaxLifetime, options.IdleTimeout, options.LeakThreshold }.Where(time => time > TimeSpan.Zero).DefaultIfEmpty(LongestInterval).Min();
        return TimeSpan.FromTicks(Math.Clamp(shortest.Ticks / 4, ShortestInterval.Ticks, LongestInterval.Ticks));
    }

    private async Task MaintainAsync()
    {
        if (Interlocked.Exchange(ref _maintaining, 1) != 0)
        {
            return;
        }

        try
        {
            var now = _time.GetTimestamp();
            foreach (var held in _slots.CountLongLoans(now))
            {
                LogHeldTooLong(Name, held.TotalSeconds);
                _meter.Leaks.Add(1, _tag);
            }

            await CloseAllAsync(_slots.TakeOutworn(now));
            await FillAsync();
        }
        finally
        {
            Volatile.Write(ref _maintaining, 0);
        }
    }

    private async Task FillAsync()
    {
        while (_slots.TryReserveForMinimum() is { } slot)
        {
            var reason = CloseReason.Abandoned;
            try
            {
                using var deadline = new CancellationTokenSource(_options.AcquireTimeout, _time);
                using var any = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopped);
                await OpenAsync(slot, any.Token);
                if (_slots.TryKeep(slot, _time.GetTimestamp()) is not { } unwanted)
                {
                    continue;
                }

                reason = unwanted;
            }
            catch (Exception error)
            {
                LogFillFailed(Name, error.Message);
            }

            // The next look tries again: whoever needs a connection meanwhile opens one and sees the error.
            await CloseAsync(slot, reason);
            return;
        }
    }

    private void OnMaxSizeChanged(Tunable knob, TunableChange? change) =>
        _ = CloseAllAsync(_slots.SetMaximum(knob.IntValue).ConvertAll(slot => (slot, CloseReason.Surplus)));

    private async Task CloseAllAsync(List<(PooledConnection Slot, CloseReason Reason)> closing)
    {
        foreach (var (slot, reason) in closing)
        {
            await CloseAsync(slot, reason);
        }
    }

    /// <summary>Closes the connection, if there is one, and then frees its place.</summary>
    private async ValueTask CloseAsync(PooledConnection slot, CloseReason reason)
    {
        _slots.TakeBack(slot);
        await CloseConnectionAsync(slot, reason);
        _slots.Release(slot);
    }

    private async ValueTask CloseConnectionAsync(PooledConnection slot, CloseReason reason)
    {
        if (slot.Connection is not { } connection)
        {
            return;
        }

        slot.Connection = null;
        try
        {
            await connection.DisposeAsync();
        }
        catch (Exception error)
        {
            LogCloseFailed(Name, error.Message);
        }

        _slots.Count(PoolEvent.Recycle);
        _meter.Recycled.Add(1, _tag, StoragePoolMeter.Reason(reason));
    }
}
