using Attune.Streaming.Pipelines.Batches;
using Attune.Streaming.Pipelines.Keys;

namespace Attune.Streaming.Pipelines.Running.Keyed;

/// <summary>One worker on the sender's own thread: keys are told, nothing is hashed, queued or copied.</summary>
internal sealed class LocalKeyStep<TKey, T>(KeySelection<TKey, T> keys, StepContext context, IKeyedStep<TKey, T> step) : IReceiver<T>
    where TKey : notnull
{
    private readonly KeyedColumns<TKey, T> _columns = new();
    private readonly List<int> _failed = [];

    public async ValueTask OnBatchAsync(Batch<T> batch, CancellationToken cancellationToken)
    {
        _columns.Take(batch);
        keys.Extract(batch, _columns.Keys, _failed, context);
        _columns.Exclude(_failed);
        await step.OnColumnsAsync(_columns, cancellationToken);
        _columns.Clear();
    }

    public ValueTask OnBarrierAsync(Barrier barrier, CancellationToken cancellationToken) => step.OnBarrierAsync(barrier, cancellationToken);

    public ValueTask OnTickAsync(long now, CancellationToken cancellationToken) => step.OnTickAsync(now, cancellationToken);

    public ValueTask OnEndAsync(CancellationToken cancellationToken) => step.OnEndAsync(cancellationToken);
}
