using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Pipelines.Running.Checkpoints;

/// <summary>Takes a checkpoint every interval and when asked, one at a time, and keeps the newest two.</summary>
/// <remarks>
/// A checkpoint that cannot be saved is counted, and the pipeline goes on: the next one covers its events, too, as does the next
/// transaction of a transactional sink. A commit that fails stops the pipeline, for nobody knows what the sink then holds.
/// The source's loop calls <see cref="Due"/>, <see cref="Begin"/> and <see cref="TakeDurablePosition"/>; everything else may come from anywhere.
/// </remarks>
internal sealed class CheckpointCoordinator(string pipeline, PipelineShape shape, ICheckpointStore store, TimeSpan interval, TimeProvider time) : ICheckpointCoordinator
{
    /// <summary>What a sink answers that takes part in checkpoints, but cannot say which one it committed last.</summary>
    public const long NotKnown = long.MaxValue;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CheckpointMeter _meter = new(pipeline, time);
    private IReadOnlyList<ITransactionalStep> _sinks = [];
    private List<TaskCompletionSource<long>> _waiting = [];
    private Task _running = Task.CompletedTask;
    private bool _isRunning;
    private long _last;
    private long _nextDue = long.MinValue;
    private ReadOnlyMemory<byte>? _durable;
    private Exception? _fault;

    public long? LastCheckpoint { get; private set; }

    public Exception? LastFailure { get; private set; }

    public async ValueTask<Checkpoint?> RestoreAsync(IReadOnlyList<ITransactionalStep> sinks, CancellationToken cancellationToken)
    {
        if (sinks.Count > 1)
        {
            throw new CheckpointException($"The pipeline '{pipeline}' has {sinks.Count} transactional sinks. Their commits could not be made together: only one of them may be transactional.");
        }

        _sinks = sinks;
        var committed = sinks.Count == 0 ? NotKnown : await sinks[0].LastCommittedAsync(cancellationToken);
        if (committed is null)
        {
            // What lies in the store was never committed: its results are not in the sink.
            return null;
        }

        var checkpoint = await store.LoadAsync(pipeline, committed == NotKnown ? null : committed, cancellationToken);
        if (committed != NotKnown && checkpoint?.Id != committed)
        {
            throw new CheckpointException(
                $"The sink of '{pipeline}' has committed checkpoint {committed}, but the store {(checkpoint is null ? "has none" : $"has only {checkpoint.Id}")}: going on from there would write results twice.");
        }

        if (checkpoint is not null)
        {
            shape.Check(pipeline, checkpoint);
            _last = checkpoint.Id;
            LastCheckpoint = checkpoint.Id;
        }

        return checkpoint;
    }

    public long? Due(long now)
    {
        lock (_gate)
        {
            ThrowIfFaulted();
            // A clock that was put back must not put off checkpoints.
            if (_nextDue == long.MinValue || _nextDue - now > interval.Ticks)
            {
                _nextDue = now + interval.Ticks;
            }

            return !_isRunning && (_waiting.Count > 0 || now >= _nextDue) ? _last + 1 : null;
        }
    }

    public void Begin(Barrier barrier, ReadOnlyMemory<byte> position, ReadOnlyMemory<byte> watermark)
    {
        lock (_gate)
        {
            if (_isRunning || barrier.Checkpoint != _last + 1)
            {
                throw new InvalidOperationException($"Checkpoint {barrier.Checkpoint} is not due.");
            }

            var checkpoint = new RunningCheckpoint(barrier, position.ToArray(), watermark.ToArray(), _waiting, time.GetTimestamp());
            (_isRunning, _waiting, _last) = (true, [], barrier.Checkpoint);
            _nextDue = time.GetUtcNow().UtcTicks + interval.Ticks;
            _running = Task.Run(() => CompleteAsync(checkpoint));
        }
    }

    public ReadOnlyMemory<byte>? TakeDurablePosition()
    {
        lock (_gate)
        {
            var taken = _durable;
            _durable = null;
            return taken;
        }
    }

    public Task<long> RequestAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ThrowIfFaulted();
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
            var asked = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add(asked);
            return asked.Task.WaitAsync(cancellationToken);
        }
    }

    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        Task running;
        lock (_gate)
        {
            running = _running;
        }

        await running.WaitAsync(cancellationToken);
        lock (_gate)
        {
            ThrowIfFaulted();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        List<TaskCompletionSource<long>> left;
        lock (_gate)
        {
            (left, _waiting) = (_waiting, []);
        }

        Fail(left, new InvalidOperationException($"The pipeline '{pipeline}' has ended."));
        _meter.Dispose();
        _stop.Dispose();
    }

    private static void Fail(IReadOnlyList<TaskCompletionSource<long>> waiting, Exception error)
    {
        foreach (var each in waiting)
        {
            each.TrySetException(error);

            // Who asked may have gone since.
            _ = each.Task.Exception;
        }
    }

    /// <summary>Runs in the background from the barrier's start to its end; never throws.</summary>
    private async Task CompleteAsync(RunningCheckpoint running)
    {
        try
        {
            await running.Barrier.Passed.WaitAsync(_stop.Token);
            if (await SaveAsync(running))
            {
                await CommitAsync(running);
                Succeed(running);
                await PruneAsync(running.Barrier.Checkpoint);
            }
        }
        catch (Exception error)
        {
            lock (_gate)
            {
                _fault ??= error;
            }

            running.Barrier.Fail(error);
            Fail(running.Waiting, error);
        }

        lock (_gate)
        {
            _isRunning = false;
        }
    }

    private async Task<bool> SaveAsync(RunningCheckpoint running)
    {
        try
        {
            var checkpoint = running.ToCheckpoint(shape, time.GetUtcNow());
            await store.SaveAsync(pipeline, checkpoint, _stop.Token);
            _meter.Durable(time.GetElapsedTime(running.Started), checkpoint.States.Values.Sum(pieces => pieces.Sum(piece => (long)piece.Length)));
            return true;
        }
        catch (Exception error) when (!_stop.IsCancellationRequested)
        {
            _meter.Failed("save");
            lock (_gate)
            {
                LastFailure = error;
            }

            Fail(running.Waiting, error);

            // The sink may write on: what it has flushed belongs to the next checkpoint.
            running.Barrier.Complete();
            return false;
        }
    }

    private async Task CommitAsync(RunningCheckpoint running)
    {
        foreach (var sink in _sinks)
        {
            await sink.CommitAsync(running.Barrier.Checkpoint, running.Position, _stop.Token);
        }
    }

    private void Succeed(RunningCheckpoint running)
    {
        lock (_gate)
        {
            (LastCheckpoint, LastFailure, _durable) = (running.Barrier.Checkpoint, null, running.Position);
        }

        running.Barrier.Complete();
        foreach (var each in running.Waiting)
        {
            each.TrySetResult(running.Barrier.Checkpoint);
        }
    }

    /// <summary>Old files are in nobody's way: one that cannot be removed is tried again next time.</summary>
    private async Task PruneAsync(long id)
    {
        try
        {
            await store.PruneAsync(pipeline, id - 1, _stop.Token);
        }
        catch (Exception) when (!_stop.IsCancellationRequested)
        {
            _meter.Failed("prune");
        }
    }

    private void ThrowIfFaulted()
    {
        if (_fault is not null)
        {
            throw new CheckpointException($"The checkpoints of '{pipeline}' have stopped: {_fault.Message}", _fault);
        }
    }
}
