using System.Runtime.CompilerServices;
using Attune.Streaming.Pipelines.Batches;
using Attune.Streaming.Pipelines.Running.Stages;

namespace Attune.Streaming.Pipelines.Running.Keyed;

/// <summary>One batch with its keys, read by all workers at once: each finds its own rows by the column <see cref="Workers"/>. Goes back to its pool when the last one is done.</summary>
/// <remarks>One shared batch costs a reference for each worker; a batch for each worker would cost a copy of each event on the sender's thread.</remarks>
internal sealed class KeyedBatch<TKey, T>(BatchPool<KeyedBatch<TKey, T>> pool) : IStageBatch
{
    private int _receivers;

    public Batch<T> Events { get; } = new();

    public TKey[] Keys { get; private set; } = [];

    /// <summary>Whose each row is; 255 for nobody's.</summary>
    public byte[] Workers { get; private set; } = [];

    public long? LastWatermark => Events.Marks.Count == 0 ? null : Events.MarkSpan[^1].Watermark;

    /// <summary>Takes the events over and makes room for the other columns.</summary>
    public void Take(Batch<T> events, int receivers)
    {
        Events.Exchange(events);
        _receivers = receivers;
        if (Keys.Length < Events.Count)
        {
            (Keys, Workers) = (new TKey[Events.Count], new byte[Events.Count]);
        }
    }

    public int CountFor(int worker) => Workers.AsSpan(0, Events.Count).Count((byte)worker);

    public void Release()
    {
        if (Interlocked.Decrement(ref _receivers) == 0)
        {
            if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>())
            {
                Array.Clear(Keys, 0, Events.Count);
            }

            Events.Clear();
            pool.Return(this);
        }
    }
}
