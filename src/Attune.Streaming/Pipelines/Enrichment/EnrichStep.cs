using System.Threading.Channels;
using Attune.Streaming.Pipelines.Batches;
using Attune.Streaming.Pipelines.Running;
using Barrier = Attune.Streaming.Pipelines.Running.Barrier;

namespace Attune.Streaming.Pipelines.Enrichment;

/// <summary>Calls a function for each event, several at once, across batches. Results that are there are handed on with the next batch or tick.</summary>
/// <remarks>
/// All of its own work is done by the thread that calls it; only the functions run beside. Events whose result has not left yet, waiting
/// ones too, are at most <see cref="EnrichOptions.Concurrency"/>: then the step before waits.
/// </remarks>
internal sealed class EnrichStep<TIn, TOut>(
    Func<TIn, CancellationToken, ValueTask<TOut>> function, EnrichOptions options, StepContext context, IReceiver<TOut> next) : IReceiver<TIn>
{
    private readonly RepeatedCall<TIn, TOut> _calls = new(function, options, context.Time);
    private readonly Channel<EnrichCall<TIn, TOut>> _ended =
        Channel.CreateUnbounded<EnrichCall<TIn, TOut>>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Queue<EnrichSegment<TIn, TOut>> _segments = new();
    private readonly Batch<TOut> _results = new();
    private EnrichSegment<TIn, TOut>? _open;
    private int _outstanding;

    public async ValueTask OnBatchAsync(Batch<TIn> batch, CancellationToken cancellationToken)
    {
        var mark = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            for (; mark < batch.Marks.Count && batch.Marks[mark].Position <= i; mark++)
            {
                Close(batch.Marks[mark].Watermark);
            }

            await AwaitAtMostAsync(options.Concurrency - 1, cancellationToken);
            Start(batch.Items[i], batch.Timestamps[i], cancellationToken);
        }

        for (; mark < batch.Marks.Count; mark++)
        {
            Close(batch.Marks[mark].Watermark);
        }

        await HandOnAsync(cancellationToken);
    }

    public async ValueTask OnBarrierAsync(Barrier barrier, CancellationToken cancellationToken)
    {
        await AwaitAtMostAsync(0, cancellationToken);
        await HandOnAsync(cancellationToken);
        await next.OnBarrierAsync(barrier, cancellationToken);
    }

    public async ValueTask OnTickAsync(long now, CancellationToken cancellationToken)
    {
        await HandOnAsync(cancellationToken);
        await next.OnTickAsync(now, cancellationToken);
    }

    public async ValueTask OnEndAsync(CancellationToken cancellationToken)
    {
        await AwaitAtMostAsync(0, cancellationToken);
        await HandOnAsync(cancellationToken);
        await next.OnEndAsync(cancellationToken);
    }

    private void Start(TIn item, long timestamp, CancellationToken cancellationToken)
    {
        if (_open is null)
        {
            var segment = new EnrichSegment<TIn, TOut> { IsClosed = options.Ordered };
            _segments.Enqueue(segment);
            _open = options.Ordered ? null : segment;
            Start(new EnrichCall<TIn, TOut>(item, timestamp, segment), cancellationToken);
        }
        else
        {
            Start(new EnrichCall<TIn, TOut>(item, timestamp, _open), cancellationToken);
        }
    }

    private void Start(EnrichCall<TIn, TOut> call, CancellationToken cancellationToken)
    {
        call.Segment.Running++;
        _outstanding++;
        _ = RunAsync(call, cancellationToken);
    }

    private async Task RunAsync(EnrichCall<TIn, TOut> call, CancellationToken cancellationToken)
    {
        try
        {
            call.Outcome = await _calls.RunAsync(call.Item, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            call.IsCancelled = true;
        }

        _ended.Writer.TryWrite(call);
    }

    /// <summary>Puts a watermark behind all events so far.</summary>
    private void Close(long watermark)
    {
        if (_open is null)
        {
            _segments.Enqueue(_open = new EnrichSegment<TIn, TOut>());
        }

        (_open.Watermark, _open.IsClosed) = (watermark, true);
        _open = null;
    }

    private async ValueTask AwaitAtMostAsync(int outstanding, CancellationToken cancellationToken)
    {
        Collect();
        while (_outstanding > outstanding)
        {
            await SendAsync(cancellationToken);
            await _ended.Reader.WaitToReadAsync(cancellationToken);
            Collect();
        }
    }

    private ValueTask HandOnAsync(CancellationToken cancellationToken)
    {
        Collect();
        return SendAsync(cancellationToken);
    }

    /// <summary>Takes the calls that ended and puts into the results what may leave.</summary>
    private void Collect()
    {
        while (_ended.Reader.TryRead(out var ended))
        {
            // Left out, the event would be lost if a checkpoint came after all.
            ended.Segment.Add(ended.IsCancelled ? throw new OperationCanceledException() : ended);
        }

        while (_segments.TryPeek(out var segment))
        {
            while (segment.Take() is { } call)
            {
                Leave(call);
            }

            if (segment.Running > 0 || !segment.IsClosed)
            {
                return;
            }

            if (segment.Watermark is { } watermark)
            {
                _results.AddMark(watermark);
            }

            _segments.Dequeue();
        }
    }

    private void Leave(EnrichCall<TIn, TOut> call)
    {
        _outstanding--;
        if (call.Outcome.Reason is { } reason)
        {
            context.Report(reason, call.Outcome.Detail, call.Item);
        }
        else
        {
            _results.Add(call.Outcome.Result, call.Timestamp);
        }
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (!_results.IsEmpty)
        {
            await next.OnBatchAsync(_results, cancellationToken);
            _results.Clear();
        }
    }
}
