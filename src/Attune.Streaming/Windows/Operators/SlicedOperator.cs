using System.Runtime.CompilerServices;
using Attune.Streaming.Aggregates;

namespace Attune.Streaming.Windows.Operators;

/// <summary>Sliding windows that share slices: an event is added to one slice, however many windows hold it.</summary>
/// <remarks>
/// <para>A slice is open until the watermark reaches its end. Closed slices that the next window holds lie in two stacks, parted at a boundary.
/// In front of it each slice has, for each of its keys, the sum from there to the boundary; behind it each key has one sum. So a window is the
/// sum of two, and taking a slice away needs no subtraction: minima and maxima work, and sums do not drift. When the front is used up, the
/// boundary moves to the newest slice and the sums of the front are made anew: one merge for each key and slice, as often as each was added.</para>
/// <para>The sums are a function of the slices and the boundary alone, so a state that was loaded goes on to the same last digit.</para>
/// </remarks>
internal sealed partial class SlicedOperator<TKey, TIn, TState, TOut> : WindowEngine<TKey, TIn, TState, TOut>
    where TKey : notnull
{
    private readonly WindowGrid _grid;
    private readonly SlicePools<TKey, TState> _pools = new();
    private readonly WindowQueue<Slice<TKey, TState>> _slices = new();
    private readonly KeyTable<TKey, KeyRecord<TState>> _keys = new(new());
    private long _order;
    private long _stateCount;

    // Start of the first slice that the watermark has not passed.
    private long _open = -WindowGrid.MaxTicks - 1;

    // The slice that events fell into last, if it is open: [low, low + span).
    private Slice<TKey, TState>? _current;
    private long _low;
    private ulong _span;

    private bool _isFresh;
    private uint _freshHash;

    public SlicedOperator(
        string shape, WindowGrid grid, WindowOptions options, Aggregate<TIn, TState, TOut> aggregate, IWindowOutput<TKey, TOut> output)
        : base(shape, options, aggregate, output)
    {
        _grid = grid;
        _boundary = Next - grid.Slide;
    }

    public override long StateCount => _stateCount;

    /// <summary>Start of the first window that the watermark has not passed.</summary>
    private long Next => _open - _grid.Size + _grid.Slide;

    /// <summary>Whether sliding windows can share slices: not if windows of a key need counts of their own before they end, or a last pane each.</summary>
    public static bool Fits(WindowGrid grid, WindowOptions options) =>
        options.Early.IsNever && (!options.AlwaysFireFinal || options.AllowedLateness == TimeSpan.Zero) && grid.Size <= WindowGrid.MaxTicks;

    protected override void AddFrom(int start, ReadOnlySpan<long> timestamps, ReadOnlySpan<TKey> keys, ReadOnlySpan<TIn> values)
    {
        for (var i = start; i < timestamps.Length;)
        {
            At(i, i + 1);
            var time = timestamps[i];
            if ((ulong)(time - _low) >= _span && !Select(time))
            {
                if (CleanupOf(_grid.End(_grid.LastStart(time))) <= Now)
                {
                    SendLate(i);
                }
                else
                {
                    AddBehind(keys[i], in values[i], time);
                }

                i++;
                continue;
            }

            var key = keys[i];
            var hash = KeyHash.Of(key);
            var end = i < SingleUntil ? i + 1 : Runs.EndOf(i, timestamps, keys, _low, _span);
            Add(key, hash, i, end, timestamps, values);
            i = end;
        }
    }

    protected override void Undo()
    {
        if (_isFresh)
        {
            _isFresh = false;
            var key = _current!.Table.Entries[_current.Table.Count - 1].State.Key;
            _current.Table.RemoveLast(_freshHash);
            _stateCount--;
            Forget(key);
        }
    }

    /// <summary>A copy that shares nothing with the state.</summary>
    private TState Copy(in TState state)
    {
        if (!RuntimeHelpers.IsReferenceOrContainsReferences<TState>())
        {
            return state;
        }

        var copy = Aggregate.Create();
        Aggregate.Merge(ref copy, in state);
        return copy;
    }

    /// <summary>Finds the slice of an instant; false if it is closed.</summary>
    private bool Select(long time)
    {
        CheckTime(time);
        var start = _grid.LastStart(time);
        if (start < _open)
        {
            return false;
        }

        _low = Math.Max(start, 0);
        _span = (ulong)(_grid.Next(start) - _low);
        _current = SliceFrom(start);
        return true;
    }

    private Slice<TKey, TState> SliceFrom(long start)
    {
        var place = _slices.PlaceOf(start);
        if (place < _slices.Count && _slices[place].Start == start)
        {
            return _slices[place];
        }

        var slice = _pools.Rent();
        slice.Open(start);
        _slices.Insert(place, slice);
        return slice;
    }

    private void Add(TKey key, uint hash, int from, int to, ReadOnlySpan<long> timestamps, ReadOnlySpan<TIn> values)
    {
        var table = _current!.Table;
        var number = table.Find(key, hash);
        if (number < 0)
        {
            var empty = Aggregate.Create();
            number = AddKey(_current, key, hash);
            table.Entries[number].State.State = empty;
            (_isFresh, _freshHash) = (true, hash);
        }

        ref var state = ref table.Entries[number].State.State;
        if (to - from == 1)
        {
            Aggregate.Add(ref state, in values[from], timestamps[from]);
        }
        else if (TakesRuns)
        {
            At(from, to);
            Aggregate.AddMany(ref state, values[from..to], timestamps[from..to]);
        }
        else
        {
            for (var i = from; i < to; i++)
            {
                At(i, i + 1);
                Aggregate.Add(ref state, in values[i], timestamps[i]);
                _isFresh = false;
            }
        }

        _isFresh = false;
    }

    private int AddKey(Slice<TKey, TState> slice, TKey key, uint hash)
    {
        var record = _keys.Find(key, hash);
        if (record < 0)
        {
            record = _keys.Add(key, hash);
            _keys.Entries[record].State = new KeyRecord<TState> { Order = _order++, SentUntil = long.MinValue };
        }

        _keys.Entries[record].State.Slices++;
        var number = slice.Table.Add(key, hash);
        slice.Table.Entries[number].State.Key = record;
        _stateCount++;
        return number;
    }

    /// <summary>A slice with the key is gone.</summary>
    private void Forget(int key)
    {
        ref var entry = ref _keys.Entries[key];
        if (--entry.State.Slices == 0)
        {
            _keys.Remove(key, KeyHash.Of(entry.Key));
        }
    }
}
