namespace Attune.Realtime.Delivery;

/// <summary>A queue that also gives up what stands near its head. It takes no memory while it is empty from the start.</summary>
internal sealed class MessageQueue
{
    private const int InitialCapacity = 4;

    private Queued[] _items = [];
    private int _head;

    public int Count { get; private set; }

    /// <summary>Bytes of all frames.</summary>
    public long Bytes { get; private set; }

    /// <summary>Those among them that were published before the client came back.</summary>
    public int Replayed { get; private set; }

    public Queued this[int index]
    {
        get => _items[Slot(index)];
        private set => _items[Slot(index)] = value;
    }

    public void Enqueue(Queued item)
    {
        if (Count == _items.Length)
        {
            Grow();
        }

        Count++;
        this[Count - 1] = item;
        Bytes += item.Message.Frame.Length;
        Replayed += item.IsReplayed ? 1 : 0;
    }

    public Queued Dequeue()
    {
        var item = this[0];
        RemoveAt(0);
        return item;
    }

    /// <summary>Takes one out; costs as much as there are before it.</summary>
    public Queued RemoveAt(int index)
    {
        var item = this[index];
        for (var i = index; i > 0; i--)
        {
            this[i] = this[i - 1];
        }

        this[0] = default;
        _head = (_head + 1) & (_items.Length - 1);
        Count--;
        Bytes -= item.Message.Frame.Length;
        Replayed -= item.IsReplayed ? 1 : 0;
        return item;
    }

    /// <summary>Takes out all that match; costs as much as there are.</summary>
    public void RemoveAll(Predicate<Queued> match)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            var item = this[i];
            if (match(item))
            {
                Bytes -= item.Message.Frame.Length;
                Replayed -= item.IsReplayed ? 1 : 0;
            }
            else
            {
                this[kept++] = item;
            }
        }

        for (var i = kept; i < Count; i++)
        {
            this[i] = default;
        }

        Count = kept;
    }

    public void Clear() => (_items, _head, Count, Bytes, Replayed) = ([], 0, 0, 0, 0);

    private void Grow()
    {
        var larger = new Queued[Math.Max(InitialCapacity, _items.Length * 2)];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = this[i];
        }

        (_items, _head) = (larger, 0);
    }

    private int Slot(int index) => (_head + index) & (_items.Length - 1);
}
