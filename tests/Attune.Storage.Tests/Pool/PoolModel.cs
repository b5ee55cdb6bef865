using Attune.Storage.Pool;
using Attune.Testing;

namespace Attune.Storage.Tests.Pool;

/// <summary>Says in the plainest way who must have what, applies each step to a real pool too, and compares.</summary>
internal sealed class PoolModel(PoolFixture pool)
{
    private readonly List<int> _idle = [];
    private readonly List<(ConnectionLease Lease, int Number, int Generation)> _lent = [];
    private readonly List<(Task<ConnectionLease> Task, CancellationTokenSource Cancel)> _waiters = [];
    private int _max = pool.Options.MaxSize;
    private int _generation;
    private int _acquired;
    private int _failed;
    private bool _failing;

    public async Task ApplyAsync(PoolStep step, int argument)
    {
        switch (step)
        {
            case PoolStep.Acquire:
                await AcquireAsync();
                break;
            case PoolStep.Return when _lent.Count > 0:
                await ReturnAsync(argument % _lent.Count, broken: false);
                break;
            case PoolStep.ReturnBroken when _lent.Count > 0:
                await ReturnAsync(argument % _lent.Count, broken: true);
                break;
            case PoolStep.Cancel when _waiters.Count > 0:
                await CancelAsync(argument % _waiters.Count);
                break;
            case PoolStep.Clear:
                pool.Pool.Clear();
                _generation++;
                _idle.Clear();
                break;
            case PoolStep.ToggleFailure:
                _failing = !_failing;
                pool.Source.BeforeOpen = _failing ? _ => throw new InvalidDataException("down") : null;
                break;
            case PoolStep.SetMaximum:
                await SetMaximumAsync(1 + (argument % 5));
                break;
        }

        Compare();
    }

    public async Task FinishAsync()
    {
        while (_lent.Count > 0)
        {
            await ReturnAsync(0, broken: false);
            Compare();
        }

        while (_waiters.Count > 0)
        {
            await CancelAsync(0);
        }

        Compare();
        await pool.Pool.DisposeAsync();
        pool.Source.Open.ShouldBe(0);
    }

    private async Task AcquireAsync()
    {
        var cancel = new CancellationTokenSource();
        var task = pool.Pool.AcquireAsync(cancel.Token).AsTask();
        if (_idle.Count > 0)
        {
            task.IsCompletedSuccessfully.ShouldBeTrue("an idle connection is lent at once");
            await ServeAsync(task, _idle[^1]);
        }
        else
        {
            _waiters.Add((task, cancel));
            await AdmitAsync();
        }
    }

    private async Task ReturnAsync(int index, bool broken)
    {
        var (lease, number, generation) = _lent[index];
        var unwanted = broken || generation != _generation || _lent.Count + _idle.Count > _max;
        if (broken)
        {
            lease.MarkBroken();
        }

        _lent.RemoveAt(index);
        await lease.DisposeAsync();
        lease.Dispose();
        if (unwanted)
        {
            await AdmitAsync();
        }
        else if (_waiters.Count > 0)
        {
            var first = _waiters[0].Task;
            _waiters.RemoveAt(0);
            await ServeAsync(first, number);
        }
        else
        {
            _idle.Add(number);
        }
    }

    private async Task CancelAsync(int index)
    {
        var (task, cancel) = _waiters[index];
        _waiters.RemoveAt(index);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(task.WaitAsync(Eventually.Bound));
    }

    private async Task SetMaximumAsync(int max)
    {
        pool.Knob.Set(max, "model", "step");
        _max = max;
        _idle.RemoveRange(0, Math.Clamp(_lent.Count + _idle.Count - max, 0, _idle.Count));
        await AdmitAsync();
    }

    private async Task AdmitAsync()
    {
        while (_waiters.Count > 0 && _lent.Count + _idle.Count < _max)
        {
            var task = _waiters[0].Task;
            _waiters.RemoveAt(0);
            if (_failing)
            {
                await Should.ThrowAsync<InvalidDataException>(task.WaitAsync(Eventually.Bound));
                _failed++;
            }
            else
            {
                await ServeAsync(task, expected: null);
            }
        }
    }

    private async Task ServeAsync(Task<ConnectionLease> task, int? expected)
    {
        var lease = await task.WaitAsync(Eventually.Bound);
        var connection = (FakeConnection)lease.Connection;
        connection.IsClosed.ShouldBeFalse();
        if (expected is { } known)
        {
            connection.Number.ShouldBe(known);
            _idle.Remove(known);
        }

        _idle.ShouldNotContain(connection.Number);
        _lent.ShouldNotContain(other => other.Number == connection.Number);
        _lent.Add((lease, connection.Number, _generation));
        _acquired++;
    }

    private void Compare()
    {
        var now = pool.Now;
        (now.Idle, now.InUse, now.Waiters, now.Open, now.MaxSize).ShouldBe((_idle.Count, _lent.Count, _waiters.Count, _idle.Count + _lent.Count, _max));
        (now.Acquired, now.FailedOpens, now.Opened).ShouldBe((_acquired, _failed, pool.Source.OpenedTotal));
        (now.Opened - now.Recycled).ShouldBe(now.Open);
        pool.Source.Open.ShouldBe(now.Open);
    }
}
