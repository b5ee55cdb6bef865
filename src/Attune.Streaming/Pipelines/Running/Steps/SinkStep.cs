using Attune.Streaming.Pipelines.Batches;
using Attune.Streaming.Pipelines.Running.Checkpoints;
using Attune.Streaming.Pipelines.Running.Meters;
using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Pipelines.Running.Steps;

/// <summary>The last step: writes into the sink.</summary>
internal sealed class SinkStep<T>(ISink<T> sink, PipelineMeter meter, StepContext context) : IReceiver<T>, ITransactionalStep
{
    private readonly ITransactionalSink<T>? _transactional = sink as ITransactionalSink<T>;
    private readonly IMarkedSink<T>? _marked = sink as IMarkedSink<T>;

    /// <summary>True if the sink's transactions belong to checkpoints.</summary>
    public bool IsTransactional => _transactional is not null;

    public async ValueTask OnBatchAsync(Batch<T> batch, CancellationToken cancellationToken)
    {
        if (batch.Count > 0)
        {
            await sink.WriteAsync(batch.ItemMemory, cancellationToken);
            meter.Wrote(batch.Count);
        }

        if (_marked is not null && batch.Marks.Count > 0)
        {
            await _marked.AdvanceAsync(batch.MarkSpan[^1].Watermark, cancellationToken);
        }
    }

    public async ValueTask OnBarrierAsync(Barrier barrier, CancellationToken cancellationToken)
    {
        await sink.FlushAsync(cancellationToken);
        await context.DeadLetters.FlushAsync(cancellationToken);
        barrier.Pass();
        if (IsTransactional)
        {
            await barrier.Committed.WaitAsync(cancellationToken);
        }
    }

    public ValueTask OnTickAsync(long now, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask OnEndAsync(CancellationToken cancellationToken) => sink.FlushAsync(cancellationToken);

    public ValueTask<long?> LastCommittedAsync(CancellationToken cancellationToken) =>
        _transactional is { } found ? found.LastCommittedAsync(cancellationToken) : new ValueTask<long?>((long?)null);

    public ValueTask CommitAsync(long checkpoint, ReadOnlyMemory<byte> sourcePosition, CancellationToken cancellationToken) =>
        _transactional is { } found ? found.CommitAsync(checkpoint, sourcePosition, cancellationToken) : ValueTask.CompletedTask;
}
