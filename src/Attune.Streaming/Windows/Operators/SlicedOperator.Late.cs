namespace Attune.Streaming.Windows.Operators;

internal sealed partial class SlicedOperator<TKey, TIn, TState, TOut>
{
    // Windows that the watermark has passed and that have got late events: the panes of those keys, and what they hold when panes are discarding.
    private readonly WindowPools<TKey, TState> _latePools = new();
    private readonly WindowQueue<OpenWindow<TKey, TState>> _late = new();
    private readonly Queue<DuePane<TKey, TState>> _dueLate = new();
    private readonly List<(DuePane<TKey, TState> Pane, long Order)> _dueNow = [];
    private readonly List<FrontLink> _path = [];

    private bool Discards => Options.Content == PaneContent.Discarding;

    public override void AdvanceProcessingTime(long now)
    {
        if (now <= Clock)
        {
            return;
        }

        Clock = now;
        while (_dueLate.TryPeek(out var due) && due.Deadline <= now)
        {
            _dueLate.Dequeue();
            if (due.IsDue)
            {
                AddDue(due.Window, due.Entry);
            }
        }

        FireDue(isFinal: false);
    }

    /// <summary>Adds an event to a slice that is closed.</summary>
    private void AddBehind(TKey key, in TIn value, long time)
    {
        var added = Aggregate.Create();
        Aggregate.Add(ref added, in value, time);
        var start = _grid.LastStart(time);
        var hash = KeyHash.Of(key);
        var (before, after) = Lateness > 0 ? Neighbours(key, hash, start) : default;
        AddToClosed(key, hash, start, in added);
        for (var overlap = _grid.Overlap - 1; overlap >= 0 && Lateness > 0; overlap--)
        {
            var window = start - (overlap * _grid.Slide);
            if (window < Next && CleanupOf(_grid.End(window)) > Now)
            {
                AddToLate(window, key, hash, in added, wasSent: before >= window || after <= window + _grid.Size - _grid.Slide);
            }
        }
    }

    private void AddToClosed(TKey key, uint hash, long start, in TState added)
    {
        var slice = SliceFrom(start);
        var number = slice.Table.Find(key, hash);
        var isNew = number < 0;
        if (isNew)
        {
            number = AddKey(slice, key, hash);
            slice.Table.Entries[number].State.State = Copy(in added);
        }
        else
        {
            Aggregate.Merge(ref slice.Table.Entries[number].State.State, in added);
        }

        if (start < Next)
        {
            return;
        }

        var record = slice.Table.Entries[number].State.Key;
        ref var entry = ref _keys.Entries[record].State;
        Activate(ref entry, record);
        entry.HasSum = false;
        if (start > _boundary)
        {
            SumBack(key, hash, ref entry);
        }
        else
        {
            SumFront(ref entry, slice, number, isNew);
        }
    }

    /// <summary>Makes the sum behind the boundary anew.</summary>
    private void SumBack(TKey key, uint hash, ref KeyRecord<TState> record)
    {
        record.HasBack = false;
        for (var place = _slices.PlaceOf(_boundary + _grid.Slide); place < _slices.Count && _slices[place].Start < _open; place++)
        {
            if (_slices[place].Table.Find(key, hash) is >= 0 and var number)
            {
                AddToBack(ref record, in _slices[place].Table.Entries[number].State.State);
            }
        }
    }

    /// <summary>Makes the sums from the front's beginning to a slice anew.</summary>
    private void SumFront(ref KeyRecord<TState> record, Slice<TKey, TState> slice, int number, bool isNew)
    {
        _path.Clear();
        var link = record.Front;
        for (; !link.IsNone && _front[link.Slice].Start < slice.Start; link = EntryAt(link).Next)
        {
            _path.Add(link);
        }

        if (isNew)
        {
            var place = _front.IndexOf(slice);
            if (place < 0)
            {
                place = _front.Count;
                _front.Add(slice);
            }

            slice.Suffixes.Add();
            slice.Table.Entries[number].State.Next = link;
            link = new FrontLink(place, number);
            (_path.Count == 0 ? ref record.Front : ref EntryAt(_path[^1]).Next) = link;
        }

        _path.Add(link);
        for (var i = _path.Count - 1; i >= 0; i--)
        {
            ref var entry = ref EntryAt(_path[i]);
            _front[_path[i].Slice].Suffixes[_path[i].Entry] = SumFrom(in entry.State, entry.Next);
        }
    }

    private ref SliceEntry<TState> EntryAt(FrontLink link) => ref _front[link.Slice].Table.Entries[link.Entry].State;

    /// <summary>Starts of the nearest slices with a key, at or around one.</summary>
    private (long Before, long After) Neighbours(TKey key, uint hash, long start)
    {
        var (before, after) = (long.MinValue, long.MaxValue);
        var place = _slices.PlaceOf(start);
        for (var i = place - 1; i >= 0 && _slices[i].Start > start - _grid.Size && before == long.MinValue; i--)
        {
            before = _slices[i].Table.Find(key, hash) >= 0 ? _slices[i].Start : before;
        }

        for (var i = place; i < _slices.Count && _slices[i].Start < start + _grid.Size && after == long.MaxValue; i++)
        {
            after = _slices[i].Table.Find(key, hash) >= 0 ? _slices[i].Start : after;
        }

        return (before, after);
    }

    private void AddToLate(long start, TKey key, uint hash, in TState added, bool wasSent)
    {
        var window = LateFrom(start);
        var number = window.Table.Find(key, hash);
        if (number < 0)
        {
            // What was there before came before the end, so it was sent on time.
            number = window.Table.Add(key, hash);
            window.Panes.Add() = new PaneState { Index = wasSent ? 1 : 0, OnTimeSent = wasSent };
        }

        ref var pane = ref window.Panes[number];
        if (Discards)
        {
            ref var state = ref window.Table.Entries[number].State;
            if (pane.Pending == 0)
            {
                state = Aggregate.Create();
            }

            Aggregate.Merge(ref state, in added);
        }

        if (pane.Pending == 0 && Options.Late.Interval > TimeSpan.Zero)
        {
            pane.Deadline = WindowGrid.Saturated(Clock, Options.Late.Interval.Ticks);
            _dueLate.Enqueue(new(pane.Deadline, window, window.Generation, number));
        }

        pane.Count(1);
        if (Options.Late.Count > 0 && pane.Pending >= Options.Late.Count)
        {
            FireLate(window, number, isFinal: false);
        }
    }

    private OpenWindow<TKey, TState> LateFrom(long start)
    {
        var place = _late.PlaceOf(start);
        if (place == _late.Count || _late[place].Start != start)
        {
            var opened = _latePools.Rent();
            opened.Open(start, _grid.End(start));
            _late.Insert(place, opened);
        }

        return _late[place];
    }

    /// <summary>Ends windows whose lateness is over.</summary>
    private void CloseLate()
    {
        while (_late.Count > 0 && CleanupOf(_late[0].End) <= Now)
        {
            var window = _late[0];
            for (var i = 0; i < window.Panes.Count; i++)
            {
                if (window.Panes[i].Pending > 0)
                {
                    AddDue(window, i);
                }
            }

            FireDue(isFinal: true);
            _latePools.Return(_late.RemoveFirst());
        }
    }

    private void AddDue(OpenWindow<TKey, TState> window, int number)
    {
        var key = window.Table.Entries[number].Key;
        _dueNow.Add((new(0, window, window.Generation, number), _keys.Entries[_keys.Find(key, KeyHash.Of(key))].State.Order));
    }

    private void FireDue(bool isFinal)
    {
        if (_dueNow.Count == 0)
        {
            return;
        }

        foreach (var (pane, _) in _dueNow.OrderBy(due => due.Pane.Window.Start).ThenBy(due => due.Order))
        {
            if (pane.Window.Panes[pane.Entry].Pending > 0)
            {
                FireLate(pane.Window, pane.Entry, isFinal);
            }
        }

        _dueNow.Clear();
    }

    private void FireLate(OpenWindow<TKey, TState> window, int number, bool isFinal)
    {
        ref var entry = ref window.Table.Entries[number];
        ref var pane = ref window.Panes[number];
        if (Discards)
        {
            Send(entry.Key, window.Window, in entry.State, pane.Index, PaneTiming.Late, isFinal);
            entry.State = default!;
        }
        else
        {
            var sum = SumOf(window.Start, entry.Key);
            Send(entry.Key, window.Window, in sum, pane.Index, PaneTiming.Late, isFinal);
        }

        pane.Sent();
    }

    private TState SumOf(long start, TKey key)
    {
        var sum = Aggregate.Create();
        var hash = KeyHash.Of(key);
        for (var place = _slices.PlaceOf(start); place < _slices.Count && _slices[place].Start < start + _grid.Size; place++)
        {
            if (_slices[place].Table.Find(key, hash) is >= 0 and var number)
            {
                Aggregate.Merge(ref sum, in _slices[place].Table.Entries[number].State.State);
            }
        }

        return sum;
    }
}
