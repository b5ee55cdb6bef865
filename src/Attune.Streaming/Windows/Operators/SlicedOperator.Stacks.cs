using System.Runtime.InteropServices;

namespace Attune.Streaming.Windows.Operators;

internal sealed partial class SlicedOperator<TKey, TIn, TState, TOut>
{
    private readonly List<Slice<TKey, TState>> _front = [];
    private readonly List<ActiveKey> _active = [];
    private readonly List<ActiveKey> _joining = [];

    // Start of the last slice of the front.
    private long _boundary;

    // The latest end of a window that another worker has sent.
    private long _sentUntil = long.MinValue;

    public override void AdvanceWatermark(long watermark)
    {
        if (watermark <= Now)
        {
            return;
        }

        Now = watermark;
        _span = 0;
        CloseLate();
        var opens = watermark >= WindowGrid.MaxTicks ? long.MaxValue : watermark < 0 ? long.MinValue : _grid.LastStart(watermark);
        while (NextToClose() is var slice && slice < opens)
        {
            Close(slice);
        }

        _open = Math.Max(_open, Math.Min(opens, WindowGrid.MaxTicks + 1));
        if (_active.Count + _joining.Count == 0)
        {
            _boundary = Next - _grid.Slide;
        }

        while (_slices.Count > 0 && CleanupOf(_grid.End(_slices[0].Start)) <= watermark)
        {
            Free(_slices.RemoveFirst());
        }
    }

    /// <summary>Start of the slice that is next to be closed: without keys in the window there is nothing to do until the next slice that has some.</summary>
    private long NextToClose()
    {
        if (_active.Count + _joining.Count > 0)
        {
            return _open;
        }

        var place = _slices.PlaceOf(_open);
        return place < _slices.Count ? _slices[place].Start : long.MaxValue;
    }

    private void Close(long last)
    {
        var first = last - _grid.Size + _grid.Slide;
        var place = _slices.PlaceOf(last);
        var slice = place < _slices.Count && _slices[place].Start == last ? _slices[place] : null;
        if (slice is not null)
        {
            Join(slice, addToBack: first <= _boundary);
        }

        if (first > _boundary)
        {
            MoveBoundary(first, last);
        }

        Fire(first);
        Expire(first);
        _open = last + _grid.Slide;
    }

    /// <summary>Takes the keys of a slice that has just been closed into the window.</summary>
    private void Join(Slice<TKey, TState> slice, bool addToBack)
    {
        var entries = slice.Table.Entries;
        for (var i = 0; i < entries.Count; i++)
        {
            ref var entry = ref entries[i].State;
            ref var key = ref _keys.Entries[entry.Key].State;
            Activate(ref key, entry.Key);
            if (addToBack)
            {
                AddToBack(ref key, in entry.State);
            }
        }
    }

    private void Activate(ref KeyRecord<TState> key, int number)
    {
        if (!key.IsActive)
        {
            key.IsActive = true;
            _joining.Add(new ActiveKey(key.Order, number));
        }
    }

    private void AddToBack(ref KeyRecord<TState> key, in TState state)
    {
        key.HasSum = false;
        if (key.HasBack)
        {
            Aggregate.Merge(ref key.Back, in state);
        }
        else
        {
            key.Back = Copy(in state);
            key.HasBack = true;
        }
    }

    /// <summary>Makes all closed slices from <paramref name="first"/> to <paramref name="last"/> the front.</summary>
    private void MoveBoundary(long first, long last)
    {
        TakeJoining();
        foreach (var active in CollectionsMarshal.AsSpan(_active))
        {
            ref var key = ref _keys.Entries[active.Number].State;
            (key.Back, key.HasBack, key.HasSum, key.Front) = (default!, false, false, default);
        }

        foreach (var slice in _front)
        {
            slice.Suffixes.Clear();
        }

        _front.Clear();
        _boundary = last;
        for (var place = _slices.PlaceOf(last + _grid.Slide) - 1; place >= 0 && _slices[place].Start >= first; place--)
        {
            var slice = _slices[place];
            _front.Add(slice);
            for (var i = 0; i < slice.Table.Count; i++)
            {
                ref var entry = ref slice.Table.Entries[i].State;
                ref var key = ref _keys.Entries[entry.Key].State;
                slice.Suffixes.Add() = SumFrom(in entry.State, key.Front);
                (entry.Next, key.Front) = (key.Front, new FrontLink(_front.Count - 1, i));
            }
        }
    }

    private TState SumFrom(in TState state, FrontLink next)
    {
        var sum = Copy(in state);
        if (!next.IsNone)
        {
            Aggregate.Merge(ref sum, in _front[next.Slice].Suffixes[next.Entry]);
        }

        return sum;
    }

    private void Fire(long start)
    {
        TakeJoining();
        var end = _grid.End(start);
        var window = WindowGrid.Window(start, end);
        var isFinal = CleanupOf(end) <= Now;
        foreach (var active in CollectionsMarshal.AsSpan(_active))
        {
            ref var entry = ref _keys.Entries[active.Number];
            ref var key = ref entry.State;
            if (end <= _sentUntil && end <= key.SentUntil)
            {
                continue;
            }

            if (!key.HasSum)
            {
                key.Sum = SumOf(in key);
                key.HasSum = true;
            }

            Send(entry.Key, window, in key.Sum, 0, PaneTiming.OnTime, isFinal);
        }
    }

    private TState SumOf(in KeyRecord<TState> key)
    {
        if (key.Front.IsNone)
        {
            return Copy(in key.Back);
        }

        var sum = Copy(in _front[key.Front.Slice].Suffixes[key.Front.Entry]);
        if (key.HasBack)
        {
            Aggregate.Merge(ref sum, in key.Back);
        }

        return sum;
    }

    /// <summary>Takes the first slice of a window that was fired out of the front.</summary>
    private void Expire(long start)
    {
        var place = _slices.PlaceOf(start);
        if (place == _slices.Count || _slices[place].Start != start)
        {
            return;
        }

        var slice = _slices[place];
        var left = 0;
        for (var i = 0; i < slice.Table.Count; i++)
        {
            ref var entry = ref slice.Table.Entries[i].State;
            ref var key = ref _keys.Entries[entry.Key].State;
            (key.Front, key.HasSum) = (entry.Next, false);
            if (key.Front.IsNone && !key.HasBack)
            {
                (key.IsActive, key.Sum) = (false, default!);
                left++;
            }
        }

        slice.Suffixes.Clear();
        if (left > 0)
        {
            _active.RemoveAll(active => !_keys.Entries[active.Number].State.IsActive);
        }
    }

    /// <summary>Puts keys that have come in at their places, by rank.</summary>
    private void TakeJoining()
    {
        if (_joining.Count == 0)
        {
            return;
        }

        CollectionsMarshal.AsSpan(_joining).Sort(default(ActiveKey.InOrder));
        var (old, added) = (_active.Count - 1, _joining.Count - 1);
        CollectionsMarshal.SetCount(_active, _active.Count + _joining.Count);
        var all = CollectionsMarshal.AsSpan(_active);
        for (var place = all.Length - 1; added >= 0; place--)
        {
            all[place] = old >= 0 && all[old].Order > _joining[added].Order ? all[old--] : _joining[added--];
        }

        _joining.Clear();
    }

    private void Free(Slice<TKey, TState> slice)
    {
        for (var i = 0; i < slice.Table.Count; i++)
        {
            Forget(slice.Table.Entries[i].State.Key);
        }

        _stateCount -= slice.Table.Count;
        _pools.Return(slice);
    }
}
