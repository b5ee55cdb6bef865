using Attune.Streaming.Pipelines.Batches;

namespace Attune.Streaming.Pipelines.Running.Stages;

/// <summary>A batch for one worker without keys. Goes back to its pool when that one is done.</summary>
internal sealed class ItemBatch<T>(BatchPool<ItemBatch<T>> pool) : IStageBatch
{
    public Batch<T> Events { get; } = new();

    public long? LastWatermark => Events.Marks.Count == 0 ? null : Events.MarkSpan[^1].Watermark;

    public int CountFor(int worker) => Events.Count;

    public void Release()
    {
        Events.Clear();
        pool.Return(this);
    }
}
