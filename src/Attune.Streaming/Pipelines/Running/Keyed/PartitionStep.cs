using Attune.Streaming.Pipelines.Batches;
using Attune.Streaming.Pipelines.Keys;
using Attune.Streaming.Pipelines.Running.Stages;

namespace Attune.Streaming.Pipelines.Running.Keyed;

/// <summary>Tells keys and whose they are, and gives one shared batch to all workers.</summary>
internal sealed class PartitionStep<TKey, T>(KeySelection<TKey, T> keys, StepContext context, Inbox<KeyedBatch<TKey, T>>[] workers) : IReceiver<T>
    where TKey : notnull
{
    private readonly BatchPool<KeyedBatch<TKey, T>> _pool = new(static pool => new KeyedBatch<TKey, T>(pool));
    private readonly List<int> _failed = [];

    public async ValueTask OnBatchAsync(Batch<T> batch, CancellationToken cancellationToken)
    {
        var shared = _pool.Take();
        shared.Take(batch, workers.Length);
        var count = shared.Events.Count;
        keys.Extract(shared.Events, shared.Keys, _failed, context);
        keys.Spread(shared.Events, shared.Keys.AsSpan(0, count), shared.Workers.AsSpan(0, count), workers.Length, _failed, context);
        foreach (var worker in workers)
        {
            await worker.SendAsync(context.Worker, shared);
        }
    }

    public ValueTask OnBarrierAsync(Barrier barrier, CancellationToken cancellationToken) =>
        Post(new Message<KeyedBatch<TKey, T>>(MessageKind.Barrier, Barrier: barrier));

    public ValueTask OnTickAsync(long now, CancellationToken cancellationToken) => Post(new Message<KeyedBatch<TKey, T>>(MessageKind.Tick, Time: now));

    public ValueTask OnEndAsync(CancellationToken cancellationToken) => Post(new Message<KeyedBatch<TKey, T>>(MessageKind.End));

    private ValueTask Post(Message<KeyedBatch<TKey, T>> message)
    {
        foreach (var worker in workers)
        {
            worker.Post(context.Worker, message);
        }

        return ValueTask.CompletedTask;
    }
}
