using Attune.Streaming.Pipelines.Batches;
using Attune.Streaming.Pipelines.DeadLetters;

namespace Attune.Streaming.Pipelines.Running.Steps;

/// <summary>A step without state that turns each item into some others: a batch at a time, on the caller's thread, into one batch that is used again.</summary>
internal abstract class ItemStep<TIn, TOut>(StepContext context, IReceiver<TOut> next) : IReceiver<TIn>
{
    private readonly Batch<TOut> _output = new();

    public ValueTask OnBatchAsync(Batch<TIn> batch, CancellationToken cancellationToken)
    {
        _output.Clear();
        var start = 0;
        foreach (var mark in batch.MarkSpan)
        {
            ApplyRun(batch, start, mark.Position);
            _output.AddMark(mark.Watermark);
            start = mark.Position;
        }

        ApplyRun(batch, start, batch.Count);
        return _output.IsEmpty ? ValueTask.CompletedTask : next.OnBatchAsync(_output, cancellationToken);
    }

    public ValueTask OnBarrierAsync(Barrier barrier, CancellationToken cancellationToken) => next.OnBarrierAsync(barrier, cancellationToken);

    public ValueTask OnTickAsync(long now, CancellationToken cancellationToken) => next.OnTickAsync(now, cancellationToken);

    public ValueTask OnEndAsync(CancellationToken cancellationToken) => next.OnEndAsync(cancellationToken);

    /// <summary>Handles the items from <paramref name="at"/> to <paramref name="to"/>. When it throws, <paramref name="at"/> is the item that failed and has left nothing in the output.</summary>
    protected abstract void Apply(Batch<TIn> batch, ref int at, int to, Batch<TOut> output);

    private void ApplyRun(Batch<TIn> batch, int at, int to)
    {
        while (at < to)
        {
            try
            {
                Apply(batch, ref at, to, _output);
            }
            catch (Exception error)
            {
                context.Report(StreamDeadLetterReasons.StepFailed, error.Message, batch.Items[at]);
                at++;
            }
        }
    }
}
