using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Windows.Operators;

internal sealed partial class SlicedOperator<TKey, TIn, TState, TOut>
{
    private bool _hasBoundary;

    protected override void SaveWindows(StateWriter writer, IStateSerializer<TKey> keys)
    {
        var states = Aggregate.Serializer;
        writer.Write(_boundary);
        var order = Enumerable.Range(0, _keys.Entries.Count).Where(number => _keys.Entries[number].State.Slices > 0)
            .OrderBy(number => _keys.Entries[number].State.Order).ToList();
        var ranks = new int[_keys.Entries.Count];
        writer.Write(order.Count);
        for (var rank = 0; rank < order.Count; rank++)
        {
            ranks[order[rank]] = rank;
            keys.Write(writer, in _keys.Entries[order[rank]].Key);
            writer.Write(_keys.Entries[order[rank]].State.SentUntil);
        }

        writer.Write(_slices.Count);
        for (var s = 0; s < _slices.Count; s++)
        {
            var slice = _slices[s];
            writer.Write(slice.Start);
            writer.Write(slice.Table.Count);
            for (var i = 0; i < slice.Table.Count; i++)
            {
                ref var entry = ref slice.Table.Entries[i].State;
                writer.Write(ranks[entry.Key]);
                states.Write(writer, in entry.State);
            }
        }

        SaveLate(writer, states, ranks);
    }

    protected override void LoadWindows(StateReader reader, IStateSerializer<TKey> keys, Func<TKey, bool> owned, long watermark)
    {
        var states = Aggregate.Serializer;
        var boundary = reader.Read<long>();
        _boundary = !_hasBoundary || boundary == _boundary ? boundary : long.MaxValue;
        _hasBoundary = true;
        var loaded = new List<(TKey Key, bool IsOwned, long SentUntil)>();
        for (var count = ReadCount(reader); count > 0; count--)
        {
            var key = keys.Read(reader);
            loaded.Add((key, owned(key), Math.Max(reader.Read<long>(), watermark)));
        }

        for (var slices = ReadCount(reader); slices > 0; slices--)
        {
            LoadSlice(reader, states, loaded);
        }

        // The ranks are those of the keys, not of the slices that were read first.
        foreach (var (key, isOwned, sentUntil) in loaded)
        {
            if (isOwned && _keys.Find(key, KeyHash.Of(key)) is >= 0 and var number)
            {
                ref var record = ref _keys.Entries[number].State;
                (record.Order, record.SentUntil) = (_order++, sentUntil);
                _sentUntil = Math.Max(_sentUntil, sentUntil);
            }
        }

        LoadLate(reader, states, loaded);
    }

    protected override void Loaded()
    {
        _span = 0;
        _open = Now >= WindowGrid.MaxTicks ? WindowGrid.MaxTicks + 1 : Now < 0 ? -WindowGrid.MaxTicks - 1 : _grid.LastStart(Now);
        _boundary = _boundary < Next - _grid.Slide ? Next - _grid.Slide
            : _boundary >= _open || Now < 0 ? _open - _grid.Slide
            : _grid.LastStart(_boundary);
        _active.Clear();
        _joining.Clear();
        for (var number = 0; number < _keys.Entries.Count; number++)
        {
            ref var record = ref _keys.Entries[number].State;
            (record.IsActive, record.HasBack, record.HasSum, record.Front) = (false, false, false, default);
        }

        JoinAll(Next, _boundary, addToBack: false);
        MoveBoundary(Next, _boundary);
        JoinAll(_boundary + _grid.Slide, _open - _grid.Slide, addToBack: true);
        FillDue();
    }

    private void JoinAll(long first, long last, bool addToBack)
    {
        for (var place = _slices.PlaceOf(first); place < _slices.Count && _slices[place].Start <= last; place++)
        {
            Join(_slices[place], addToBack);
        }
    }

    private void LoadSlice(StateReader reader, IStateSerializer<TState> states, List<(TKey Key, bool IsOwned, long SentUntil)> keys)
    {
        var start = reader.Read<long>();
        CheckStart(start);
        Slice<TKey, TState>? slice = null;
        for (var count = ReadCount(reader); count > 0; count--)
        {
            var (key, isOwned) = KeyAt(reader.Read<int>(), keys);
            var state = states.Read(reader);
            if (isOwned)
            {
                slice ??= SliceFrom(start);
                var hash = KeyHash.Of(key);
                Check(slice.Table.Find(key, hash) < 0, "it has a key of a slice twice");
                slice.Table.Entries[AddKey(slice, key, hash)].State.State = state;
            }
        }
    }

    private void SaveLate(StateWriter writer, IStateSerializer<TState> states, int[] ranks)
    {
        writer.Write(_late.Count);
        for (var w = 0; w < _late.Count; w++)
        {
            var window = _late[w];
            writer.Write(window.Start);
            writer.Write(window.Table.Count);
            for (var i = 0; i < window.Table.Count; i++)
            {
                ref var entry = ref window.Table.Entries[i];
                writer.Write(ranks[_keys.Find(entry.Key, KeyHash.Of(entry.Key))]);
                PaneState.Write(writer, in window.Panes[i]);
                if (Discards && window.Panes[i].Pending > 0)
                {
                    states.Write(writer, in entry.State);
                }
            }
        }
    }

    private void LoadLate(StateReader reader, IStateSerializer<TState> states, List<(TKey Key, bool IsOwned, long SentUntil)> keys)
    {
        for (var windows = ReadCount(reader); windows > 0; windows--)
        {
            var start = reader.Read<long>();
            CheckStart(start);
            for (var count = ReadCount(reader); count > 0; count--)
            {
                var (key, isOwned) = KeyAt(reader.Read<int>(), keys);
                var pane = PaneState.Read(reader);
                var state = Discards && pane.Pending > 0 ? states.Read(reader) : default!;
                if (isOwned)
                {
                    var hash = KeyHash.Of(key);
                    Check(_keys.Find(key, hash) >= 0, "a late pane has no slice");
                    var window = LateFrom(start);
                    Check(window.Table.Find(key, hash) < 0, "it has a key of a late window twice");
                    window.Table.Entries[window.Table.Add(key, hash)].State = state;
                    window.Panes.Add() = pane;
                }
            }
        }
    }

    private void CheckStart(long start) => Check(
        start <= WindowGrid.MaxTicks && start >= -WindowGrid.MaxTicks && _grid.LastStart(start) == start, "a window is not on its grid");

    private static (TKey Key, bool IsOwned) KeyAt(int rank, List<(TKey Key, bool IsOwned, long SentUntil)> keys)
    {
        Check(rank >= 0 && rank < keys.Count, "it has a key that it does not name");
        return (keys[rank].Key, keys[rank].IsOwned);
    }

    private void FillDue()
    {
        _dueLate.Clear();
        var due = new List<DuePane<TKey, TState>>();
        for (var w = 0; w < _late.Count; w++)
        {
            for (var i = 0; i < _late[w].Panes.Count; i++)
            {
                if (_late[w].Panes[i].Deadline > 0)
                {
                    due.Add(new(_late[w].Panes[i].Deadline, _late[w], _late[w].Generation, i));
                }
            }
        }

        foreach (var pane in due.OrderBy(pane => pane.Deadline))
        {
            _dueLate.Enqueue(pane);
        }
    }
}
