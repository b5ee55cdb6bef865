using System.Diagnostics.CodeAnalysis;

namespace Attune.Streaming.Pipelines.Running.Stages;

/// <summary>The messages of one sender to one worker, in order. Guarded by the inbox.</summary>
/// <remarks>Only batches count against the capacity; the others are few: watermarks of dropped batches and ticks are joined, barriers and the end come once.</remarks>
internal sealed class InboxQueue<TBatch>
    where TBatch : class, IStageBatch
{
    private Message<TBatch>[] _ring = new Message<TBatch>[8];
    private int _head;

    public int Count { get; private set; }

    /// <summary>Number of messages that are batches.</summary>
    public int Batches { get; private set; }

    /// <summary>True while the sender's barrier waits for those of the others.</summary>
    public bool IsHeld { get; set; }

    /// <summary>The sender, if it waits for room.</summary>
    public TaskCompletionSource? Sender { get; set; }

    public void Add(in Message<TBatch> message)
    {
        if (Count > 0 && TryJoin(message))
        {
            return;
        }

        if (Count == _ring.Length)
        {
            var larger = new Message<TBatch>[Count * 2];
            for (var i = 0; i < Count; i++)
            {
                larger[i] = At(i);
            }

            (_ring, _head) = (larger, 0);
        }

        Count++;
        At(Count - 1) = message;
        Batches += message.Kind == MessageKind.Batch ? 1 : 0;
    }

    public Message<TBatch> Take()
    {
        var message = At(0);
        At(0) = default;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        Batches -= message.Kind == MessageKind.Batch ? 1 : 0;
        return message;
    }

    /// <summary>Takes the oldest batch out; its watermark stays in its place.</summary>
    public bool TryDropOldest([NotNullWhen(true)] out TBatch? dropped)
    {
        for (var i = 0; i < Count; i++)
        {
            if (At(i).Batch is { } batch)
            {
                dropped = batch;
                Batches--;
                Replace(i, batch.LastWatermark);
                return true;
            }
        }

        dropped = null;
        return false;
    }

    private void Replace(int index, long? watermark)
    {
        if (watermark is { } time)
        {
            if (index == 0 || At(index - 1).Kind != MessageKind.Watermark)
            {
                At(index) = new Message<TBatch>(MessageKind.Watermark, Time: time);
                return;
            }

            At(index - 1) = new Message<TBatch>(MessageKind.Watermark, Time: Math.Max(time, At(index - 1).Time));
        }

        // What lies before the oldest batch are a few messages without items: moving them costs nothing.
        for (; index > 0; index--)
        {
            At(index) = At(index - 1);
        }

        At(0) = default;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
    }

    private bool TryJoin(in Message<TBatch> message)
    {
        if (message.Kind == MessageKind.Watermark && At(Count - 1).Kind == MessageKind.Watermark)
        {
            At(Count - 1) = message with { Time = Math.Max(message.Time, At(Count - 1).Time) };
            return true;
        }

        if (message.Kind != MessageKind.Tick)
        {
            return false;
        }

        for (var i = 0; i < Count; i++)
        {
            if (At(i).Kind == MessageKind.Tick)
            {
                At(i) = message;
                return true;
            }
        }

        return false;
    }

    private ref Message<TBatch> At(int index) => ref _ring[(_head + index) & (_ring.Length - 1)];
}
