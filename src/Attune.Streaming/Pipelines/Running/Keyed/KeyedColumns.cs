using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Attune.Streaming.Pipelines.Batches;
using Attune.Streaming.Watermarks;

namespace Attune.Streaming.Pipelines.Running.Keyed;

/// <summary>The events of one worker out of a batch, as columns. Used again for each batch; not thread-safe.</summary>
internal sealed class KeyedColumns<TKey, T>
{
    private readonly List<Mark> _marks = [];
    private long[] _timestamps = [];
    private int[] _rows = [];
    private Batch<T> _batch = new();
    private bool _isWhole;

    /// <summary>Number of events.</summary>
    public int Count { get; private set; }

    /// <summary>The keys, and room behind them.</summary>
    public TKey[] Keys { get; private set; } = [];

    public ReadOnlySpan<long> Timestamps => _isWhole ? _batch.Timestamps : _timestamps.AsSpan(0, Count);

    public ReadOnlySpan<Mark> Marks => CollectionsMarshal.AsSpan(_marks);

    /// <summary>The events in one piece, if they are the whole batch.</summary>
    public bool TryGetItems(out ReadOnlySpan<T> items)
    {
        items = _isWhole ? _batch.Items : default;
        return _isWhole;
    }

    /// <summary>One event.</summary>
    public T Item(int index) => _batch.Items[_isWhole ? index : _rows[index]];

    /// <summary>The events, and for each of these columns its row among them; no rows if they are the same.</summary>
    public ReadOnlySpan<T> Items(out ReadOnlySpan<int> rows)
    {
        rows = _isWhole ? default : _rows.AsSpan(0, Count);
        return _batch.Items;
    }

    /// <summary>Takes a whole batch; the caller fills <see cref="Keys"/>.</summary>
    public void Take(Batch<T> batch)
    {
        (_batch, Count, _isWhole) = (batch, batch.Count, true);
        _marks.Clear();
        _marks.AddRange(batch.MarkSpan);
        if (Keys.Length < Count)
        {
            Keys = new TKey[Count];
        }
    }

    /// <summary>Takes the rows of one worker.</summary>
    /// <param name="batch">The shared batch.</param>
    /// <param name="worker">Whose rows.</param>
    /// <param name="marks">The watermarks that hold, by rows of the batch.</param>
    public void Gather(KeyedBatch<TKey, T> batch, int worker, ReadOnlySpan<Mark> marks)
    {
        (_batch, _isWhole) = (batch.Events, false);
        Reserve(batch.Events.Count);
        Count = Find(batch.Workers.AsSpan(0, batch.Events.Count), (byte)worker, _rows);
        var rows = _rows.AsSpan(0, Count);

        // Each row is less than the batch's count, which all its columns have: no need to check it again.
        ref var fromKey = ref MemoryMarshal.GetArrayDataReference(batch.Keys);
        ref var fromTimestamp = ref MemoryMarshal.GetReference(batch.Events.Timestamps);
        ref var key = ref MemoryMarshal.GetArrayDataReference(Keys);
        ref var timestamp = ref MemoryMarshal.GetArrayDataReference(_timestamps);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = (nuint)rows[i];
            Unsafe.Add(ref key, i) = Unsafe.Add(ref fromKey, row);
            Unsafe.Add(ref timestamp, i) = Unsafe.Add(ref fromTimestamp, row);
        }

        _marks.Clear();
        foreach (var mark in marks)
        {
            _marks.Add(mark with { Position = Before(rows, mark.Position) });
        }
    }

    /// <summary>A watermark without events.</summary>
    public void TakeMark(long watermark)
    {
        (Count, _isWhole) = (0, false);
        _marks.Clear();
        _marks.Add(new Mark(0, watermark));
    }

    /// <summary>Lets go of some events by their index, ascending.</summary>
    public void Exclude(List<int> failed)
    {
        if (failed.Count == 0)
        {
            return;
        }

        Reserve(Count);
        if (_isWhole)
        {
            _batch.Timestamps.CopyTo(_timestamps);
            for (var i = 0; i < Count; i++)
            {
                _rows[i] = i;
            }

            _isWhole = false;
        }

        var (to, next) = (failed[0], 0);
        for (var from = to; from < Count; from++)
        {
            if (next < failed.Count && failed[next] == from)
            {
                next++;
                continue;
            }

            (Keys[to], _timestamps[to], _rows[to]) = (Keys[from], _timestamps[from], _rows[from]);
            to++;
        }

        Count = to;
        foreach (ref var mark in CollectionsMarshal.AsSpan(_marks))
        {
            mark = mark with { Position = mark.Position - Before(CollectionsMarshal.AsSpan(failed), mark.Position) };
        }
    }

    /// <summary>Lets go of the events and keys.</summary>
    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>())
        {
            Array.Clear(Keys, 0, Count);
        }

        Count = 0;
    }

    private static int Find(ReadOnlySpan<byte> workers, byte worker, int[] rows)
    {
        var (count, start) = (0, 0);
        if (Vector256.IsHardwareAccelerated)
        {
            var wanted = Vector256.Create(worker);
            for (; start + Vector256<byte>.Count <= workers.Length; start += Vector256<byte>.Count)
            {
                var found = Vector256.Equals(Vector256.Create(workers[start..]), wanted).ExtractMostSignificantBits();
                for (; found != 0; found &= found - 1)
                {
                    rows[count++] = start + BitOperations.TrailingZeroCount(found);
                }
            }
        }

        for (; start < workers.Length; start++)
        {
            if (workers[start] == worker)
            {
                rows[count++] = start;
            }
        }

        return count;
    }

    private static int Before(ReadOnlySpan<int> rows, int position)
    {
        var index = rows.BinarySearch(position);
        return index < 0 ? ~index : index;
    }

    private void Reserve(int count)
    {
        if (_rows.Length < count)
        {
            (_rows, _timestamps) = (new int[count], new long[count]);
        }

        if (Keys.Length < count)
        {
            var keys = Keys;
            Array.Resize(ref keys, count);
            Keys = keys;
        }
    }
}
