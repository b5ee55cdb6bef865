using Attune.Streaming.Checkpoints;
using Attune.Streaming.Pipelines.Batches;
using Attune.Streaming.Pipelines.Running.Checkpoints;
using Attune.Streaming.Pipelines.Running.Meters;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;

namespace Attune.Streaming.Pipelines.Running.Reading;

/// <summary>Reads the source a batch at a time, tells times and watermarks, and between batches ticks and takes checkpoints.</summary>
internal sealed class SourceLoop<T>(
    IStreamSource<T> source, StreamTime<T> time, IReceiver<T> next, StepContext context, PipelineMeter meter, ReadingKnobs knobs, ICheckpointCoordinator checkpoints)
    : ISourceLoop
{
    /// <summary>Processing time between two ticks.</summary>
    public static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(100);

    private readonly SourceBuffer<T> _buffer = new(knobs.BatchSize);
    private readonly Batch<T> _batch = new();
    private readonly TimeColumn<T> _times = new(time, context);
    private ISourceReader<T>? _reader;
    private long _nextTick;

    public async ValueTask OpenAsync(ReadOnlyMemory<byte>? position, ReadOnlyMemory<byte> watermark, CancellationToken cancellationToken)
    {
        if (!watermark.IsEmpty)
        {
            _times.Load(new StateReader(watermark), Now);
        }

        _reader = await source.OpenAsync(position, cancellationToken);
        meter.Lag = (_reader as ISourceLag) is { } lag ? () => lag.Lag : null;
        meter.Fault = (_reader as ISourceFault) is { } fault ? () => fault.Fault : null;
        meter.MoveWatermark(_times.Watermark);
    }

    public async Task RunAsync(CancellationToken stop, CancellationToken cancellationToken)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(stop, cancellationToken);
        var goesOn = true;
        while (goesOn && !stop.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await TickAsync(cancellationToken);
            goesOn = await ReadAsync(stop, reading.Token);
            await SendAsync(cancellationToken);
            await CheckpointAsync(cancellationToken);
        }

        if (!goesOn)
        {
            // The source has ended by itself: nothing can come any more, so every window is complete.
            _batch.AddMark(long.MaxValue);
            await next.OnBatchAsync(_batch, cancellationToken);
            _batch.Clear();
            meter.MoveWatermark(long.MaxValue);
        }

        await LastCheckpointAsync(cancellationToken);
        await next.OnEndAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _reader?.DisposeAsync() ?? ValueTask.CompletedTask;

    private long Now => context.Time.GetUtcNow().UtcTicks;

    private async ValueTask TickAsync(CancellationToken cancellationToken)
    {
        var now = Now;
        // A clock that was put back must not stop the ticks until it is there again.
        if (now >= _nextTick || now < _nextTick - TickInterval.Ticks)
        {
            _nextTick = now + TickInterval.Ticks;
            await next.OnTickAsync(now, cancellationToken);
        }
    }

    /// <summary>False when the source has ended.</summary>
    private async ValueTask<bool> ReadAsync(CancellationToken stop, CancellationToken cancellationToken)
    {
        _buffer.Clear(knobs.BatchSize);
        try
        {
            var goesOn = await _reader!.ReadAsync(_buffer, Patience, cancellationToken);
            if (!goesOn || _buffer.Count == 0)
            {
                return goesOn;
            }

            var flushAt = Now + knobs.FlushDelay.Ticks;
            while (goesOn && _buffer.Room > 0 && flushAt - Now is var left and > 0)
            {
                var before = _buffer.Count;
                goesOn = await _reader.ReadAsync(_buffer, TimeSpan.FromTicks(left), cancellationToken);
                if (_buffer.Count == before)
                {
                    break;
                }
            }

            return goesOn;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What the buffer holds was read before, and lies before the reader's position.
            return true;
        }
    }

    private TimeSpan Patience => TimeSpan.FromTicks(Math.Max(0, _nextTick - Now));

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        foreach (var failure in _buffer.Failures)
        {
            context.DeadLetters.Report(context.Stage, failure.Reason, $"{failure.Position}: {failure.Detail}", failure.Content);
        }

        if (_buffer.Count > 0)
        {
            meter.Read(_buffer.Count);
        }

        var before = _times.Watermark;
        _times.Fill(_buffer, _batch, (_reader as IActiveSplits)?.ActiveSplits, Now);
        if (_times.Watermark != before)
        {
            meter.MoveWatermark(_times.Watermark);
        }

        if (!_batch.IsEmpty)
        {
            await next.OnBatchAsync(_batch, cancellationToken);
        }

        _batch.Clear();
    }

    private async ValueTask CheckpointAsync(CancellationToken cancellationToken)
    {
        if (_reader is ICheckpointWanted wanted && wanted.TakeCheckpointWanted())
        {
            _ = checkpoints.RequestAsync(cancellationToken).ContinueWith(static request => _ = request.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        if (checkpoints.Due(Now) is { } number)
        {
            await BeginAsync(number, cancellationToken);
        }

        await CommitAsync(cancellationToken);
    }

    private ValueTask BeginAsync(long number, CancellationToken cancellationToken)
    {
        var barrier = new Barrier(number);
        var watermark = new StateWriter();
        _times.Save(watermark);
        checkpoints.Begin(barrier, _reader!.Position.ToArray(), watermark.Written);
        return next.OnBarrierAsync(barrier, cancellationToken);
    }

    private ValueTask CommitAsync(CancellationToken cancellationToken) =>
        checkpoints.TakeDurablePosition() is { } position ? _reader!.CommitAsync(position, cancellationToken) : ValueTask.CompletedTask;

    /// <summary>At the end, whether by itself or by a stop, everything that was read becomes part of a checkpoint.</summary>
    private async ValueTask LastCheckpointAsync(CancellationToken cancellationToken)
    {
        if (checkpoints is NoCheckpoints)
        {
            return;
        }

        try
        {
            await checkpoints.DrainAsync(cancellationToken);
        }
        catch (CheckpointException)
        {
            // An earlier one could not be saved: this one is another chance. If the sink is in doubt, asking for it fails.
        }

        var last = checkpoints.RequestAsync(cancellationToken);
        if (checkpoints.Due(Now) is { } number)
        {
            await BeginAsync(number, cancellationToken);
        }

        await last.WaitAsync(cancellationToken);
        await checkpoints.DrainAsync(cancellationToken);
        await CommitAsync(cancellationToken);
    }
}
