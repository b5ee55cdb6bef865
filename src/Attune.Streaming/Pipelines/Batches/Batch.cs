using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Attune.Streaming.Watermarks;

namespace Attune.Streaming.Pipelines.Batches;

/// <summary>Events on their way through a pipeline: two columns, items and event times, and the watermarks in line with them.</summary>
/// <remarks>
/// Filled by one thread, then read only, by any number of threads. The watermarks make what is late independent of how a stream is cut into
/// batches: the mark at position p holds for the items from p on. Arrays are kept when the batch is cleared, so a batch that is used again
/// allocates nothing.
/// </remarks>
public sealed class Batch<T>
{
    private List<Mark> _marks = [];
    private T[] _items;
    private long[] _timestamps;
    private int _count;

    /// <summary>Makes an empty batch with room for <paramref name="capacity"/> items; it grows when more are added.</summary>
    public Batch(int capacity = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _items = capacity == 0 ? [] : new T[capacity];
        _timestamps = capacity == 0 ? [] : new long[capacity];
    }

    /// <summary>Number of items.</summary>
    public int Count => _count;

    /// <summary>The items.</summary>
    public ReadOnlySpan<T> Items => _items.AsSpan(0, _count);

    /// <summary>Event times of the items, in UTC ticks of 100 ns (see <see cref="DateTime.Ticks"/>).</summary>
    public ReadOnlySpan<long> Timestamps => _timestamps.AsSpan(0, _count);

    /// <summary>Watermarks, in order of position and time.</summary>
    public IReadOnlyList<Mark> Marks => _marks;

    /// <summary>True without items and marks.</summary>
    public bool IsEmpty => _count == 0 && _marks.Count == 0;

    /// <summary>The items, for those who write them with asynchronous calls.</summary>
    internal ReadOnlyMemory<T> ItemMemory => _items.AsMemory(0, _count);

    /// <summary>The marks, without a call for each.</summary>
    internal ReadOnlySpan<Mark> MarkSpan => CollectionsMarshal.AsSpan(_marks);

    /// <summary>The times, to be set by the one who fills the batch.</summary>
    internal Span<long> WritableTimestamps => _timestamps.AsSpan(0, _count);

    /// <summary>Adds one item.</summary>
    public void Add(T item, long timestamp)
    {
        if (_count == _items.Length)
        {
            Grow(_count + 1);
        }

        _items[_count] = item;
        _timestamps[_count++] = timestamp;
    }

    /// <summary>Room for <paramref name="count"/> more items, to be filled by the caller at once.</summary>
    public (Memory<T> Items, Memory<long> Timestamps) Append(int count)
    {
        Grow(_count + count);
        var start = _count;
        _count += count;
        return (_items.AsMemory(start, count), _timestamps.AsMemory(start, count));
    }

    /// <summary>Says that no item before <paramref name="watermark"/> (UTC ticks) follows. One that does not move on is ignored.</summary>
    public void AddMark(long watermark)
    {
        if (_marks.Count == 0 || watermark > _marks[^1].Watermark)
        {
            _marks.Add(new Mark(_count, watermark));
        }
    }

    /// <summary>Says that no item before <paramref name="watermark"/> (UTC ticks) stands at <paramref name="position"/> or later.</summary>
    internal void AddMarkAt(int position, long watermark) => _marks.Add(new Mark(position, watermark));

    /// <summary>Empties the batch. References in it are let go.</summary>
    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            Array.Clear(_items, 0, _count);
        }

        _count = 0;
        _marks.Clear();
    }

    /// <summary>Gives everything to <paramref name="other"/> and takes what it has: two batches change places without a copy.</summary>
    internal void Exchange(Batch<T> other)
    {
        (_items, other._items) = (other._items, _items);
        (_timestamps, other._timestamps) = (other._timestamps, _timestamps);
        (_count, other._count) = (other._count, _count);
        (_marks, other._marks) = (other._marks, _marks);
    }

    /// <summary>Takes filled arrays and gives its own, which must be at least as long as the taken ones or are made so.</summary>
    internal void TakeArrays(ref T[] items, ref long[] timestamps, int count)
    {
        if (_items.Length < items.Length)
        {
            (_items, _timestamps) = (new T[items.Length], new long[items.Length]);
        }

        (_items, items) = (items, _items);
        (_timestamps, timestamps) = (timestamps, _timestamps);
        _count = count;
    }

    /// <summary>Lets go of the items from <paramref name="count"/> on.</summary>
    internal void Truncate(int count) => _count = Math.Min(_count, count);

    /// <summary>Lets go of the items whose index stands in <paramref name="failed"/>, ascending. There are no marks yet.</summary>
    internal void Remove(List<int> failed)
    {
        var to = failed[0];
        for (int from = to, next = 0; from < _count; from++)
        {
            if (next < failed.Count && failed[next] == from)
            {
                next++;
                continue;
            }

            (_items[to], _timestamps[to]) = (_items[from], _timestamps[from]);
            to++;
        }

        _count = to;
    }

    private void Grow(int needed)
    {
        if (needed > _items.Length)
        {
            var capacity = Math.Max(needed, Math.Max(16, _items.Length * 2));
            Array.Resize(ref _items, capacity);
            Array.Resize(ref _timestamps, capacity);
        }
    }
}
