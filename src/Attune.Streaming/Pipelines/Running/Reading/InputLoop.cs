using Attune.Streaming.Pipelines.Batches;
using Attune.Streaming.Pipelines.Running.Meters;

namespace Attune.Streaming.Pipelines.Running.Reading;

/// <summary>Takes the place of a source's loop where a caller sends the batches: the first steps run within its calls.</summary>
internal sealed class InputLoop<T>(IReceiver<T> next, PipelineMeter meter, TimeProvider time) : ISourceLoop
{
    private readonly TaskCompletionSource<CancellationToken> _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _turn = new(1);

    public ValueTask OpenAsync(ReadOnlyMemory<byte>? position, ReadOnlyMemory<byte> watermark, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask SendAsync(Batch<T> batch, CancellationToken cancellationToken)
    {
        if (batch.Count > 0)
        {
            meter.Read(batch.Count);
        }

        if (batch.Marks.Count > 0)
        {
            meter.MoveWatermark(batch.MarkSpan[^1].Watermark);
        }

        await RunAsync((Loop: this, Batch: batch), static (call, ended) => call.Loop.Next.OnBatchAsync(call.Batch, ended), cancellationToken);
        batch.Clear();
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var barrier = Barrier.ForFlush();
        await RunAsync((Loop: this, Barrier: barrier), static (call, ended) => call.Loop.Next.OnBarrierAsync(call.Barrier, ended), cancellationToken);
        await barrier.Passed.WaitAsync(await _running.Task).WaitAsync(cancellationToken);
    }

    public void Complete() => _completed.TrySetResult();

    public async Task RunAsync(CancellationToken stop, CancellationToken cancellationToken)
    {
        _running.SetResult(cancellationToken);
        using var stopped = stop.Register(Complete);
        using var ended = cancellationToken.Register(() => _completed.TrySetCanceled(cancellationToken));
        using var ticks = new PeriodicTimer(SourceLoop<T>.TickInterval, time);
        while (true)
        {
            var tick = ticks.WaitForNextTickAsync(CancellationToken.None).AsTask();
            if (await Task.WhenAny(tick, _completed.Task) != tick)
            {
                break;
            }

            // The input may be completed while the tick waits for its turn: then there is nothing to tick any more.
            await TryRunAsync((Loop: this, Now: time.GetUtcNow().UtcTicks), static (call, ended) => call.Loop.Next.OnTickAsync(call.Now, ended), cancellationToken);
        }

        await _completed.Task;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await next.OnEndAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _completed.TrySetResult();
        return ValueTask.CompletedTask;
    }

    private IReceiver<T> Next => next;

    private async ValueTask RunAsync<TCall>(TCall call, Func<TCall, CancellationToken, ValueTask> step, CancellationToken cancellationToken)
    {
        if (!await TryRunAsync(call, step, cancellationToken))
        {
            (await _running.Task).ThrowIfCancellationRequested();
            throw new InvalidOperationException("The pipeline has ended.");
        }
    }

    /// <summary>Runs the first steps; false when the input has been completed.</summary>
    private async ValueTask<bool> TryRunAsync<TCall>(TCall call, Func<TCall, CancellationToken, ValueTask> step, CancellationToken cancellationToken)
    {
        var ended = await _running.Task.WaitAsync(cancellationToken);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_completed.Task.IsCompleted)
            {
                return false;
            }

            await step(call, ended);
            return true;
        }
        catch (Exception error)
        {
            // Some of the steps have seen it and some have not: the run cannot go on.
            _completed.TrySetException(error);
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }
}
