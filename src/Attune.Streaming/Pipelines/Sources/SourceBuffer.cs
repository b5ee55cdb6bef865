using System.Runtime.CompilerServices;
using Attune.Streaming.Pipelines.Batches;

namespace Attune.Streaming.Pipelines.Sources;

/// <summary>What a reader fills: items with the split (partition of the source) that they come from, and input that could not be used.</summary>
public sealed class SourceBuffer<T>
{
    private readonly List<SourceFailure> _failures = [];
    private T[] _items;
    private long[] _timestamps;
    private int[] _splits;

    /// <summary>Makes an empty buffer.</summary>
    /// <param name="capacity">Most items that it takes, at least 1.</param>
    public SourceBuffer(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (_items, _timestamps, _splits) = (new T[capacity], new long[capacity], new int[capacity]);
        Capacity = capacity;
    }

    /// <summary>Time of an item for which the source knows none.</summary>
    public const long NoTimestamp = long.MinValue;

    /// <summary>Most items that it takes.</summary>
    public int Capacity { get; private set; }

    /// <summary>Number of items.</summary>
    public int Count { get; private set; }

    /// <summary>How many more items fit.</summary>
    public int Room => Capacity - Count;

    /// <summary>The items.</summary>
    public ReadOnlySpan<T> Items => _items.AsSpan(0, Count);

    /// <summary>Times that the source gave, UTC ticks, or <see cref="NoTimestamp"/>.</summary>
    public ReadOnlySpan<long> Timestamps => _timestamps.AsSpan(0, Count);

    /// <summary>The split of each item: small numbers from 0.</summary>
    public ReadOnlySpan<int> Splits => _splits.AsSpan(0, Count);

    /// <summary>Input that could not be used, in order.</summary>
    public IReadOnlyList<SourceFailure> Failures => _failures;

    /// <summary>Adds one item.</summary>
    /// <exception cref="InvalidOperationException">The buffer is full.</exception>
    public void Add(T item, long timestamp = NoTimestamp, int split = 0)
    {
        if (Count == Capacity)
        {
            throw new InvalidOperationException($"The buffer holds {Capacity} items already.");
        }

        (_items[Count], _timestamps[Count], _splits[Count]) = (item, timestamp, split);
        Count++;
    }

    /// <summary>Adds as many of <paramref name="items"/> as fit, all of one split and without times.</summary>
    /// <returns>How many were added.</returns>
    public int AddRange(ReadOnlySpan<T> items, int split = 0)
    {
        var count = Math.Min(Room, items.Length);
        items[..count].CopyTo(_items.AsSpan(Count));
        _timestamps.AsSpan(Count, count).Fill(NoTimestamp);
        _splits.AsSpan(Count, count).Fill(split);
        Count += count;
        return count;
    }

    /// <summary>Notes input that could not be used.</summary>
    public void AddFailure(SourceFailure failure) => _failures.Add(failure);

    /// <summary>Hands items and times to an empty batch without a copy; the splits stay.</summary>
    internal void MoveTo(Batch<T> batch) => batch.TakeArrays(ref _items, ref _timestamps, Count);

    /// <summary>Empties the buffer and, if need be, changes its size.</summary>
    public void Clear(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            Array.Clear(_items, 0, Count);
        }

        (Count, Capacity) = (0, capacity);
        _failures.Clear();
        if (capacity > _items.Length)
        {
            (_items, _timestamps) = (new T[capacity], new long[capacity]);
        }

        if (capacity > _splits.Length)
        {
            _splits = new int[capacity];
        }
    }
}
