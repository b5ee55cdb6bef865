namespace Attune.Streaming.Pipelines.Running.Stages;

/// <summary>Batches that wait to be used again: the one that came back last goes first, while it is still in a cache. Safe for concurrent use.</summary>
internal sealed class BatchPool<TBatch>(Func<BatchPool<TBatch>, TBatch> create)
    where TBatch : class
{
    private readonly Lock _gate = new();
    private readonly Stack<TBatch> _free = new();

    public TBatch Take()
    {
        lock (_gate)
        {
            if (_free.TryPop(out var batch))
            {
                return batch;
            }
        }

        return create(this);
    }

    public void Return(TBatch batch)
    {
        lock (_gate)
        {
            _free.Push(batch);
        }
    }
}
