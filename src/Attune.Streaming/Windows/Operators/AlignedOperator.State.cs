using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Windows.Operators;

internal sealed partial class AlignedOperator<TKey, TIn, TState, TOut>
{
    protected override void SaveWindows(StateWriter writer, IStateSerializer<TKey> keys)
    {
        var states = Aggregate.Serializer;
        writer.Write(_followsPanes);
        writer.Write(_windows.Count);
        for (var w = 0; w < _windows.Count; w++)
        {
            var window = _windows[w];
            writer.Write(window.Start);
            writer.Write(window.Table.Count);
            for (var i = 0; i < window.Table.Count; i++)
            {
                keys.Write(writer, in window.Table.Entries[i].Key);
                states.Write(writer, in window.Table.Entries[i].State);
                if (_followsPanes)
                {
                    PaneState.Write(writer, in window.Panes[i]);
                }
            }
        }
    }

    protected override void LoadWindows(StateReader reader, IStateSerializer<TKey> keys, Func<TKey, bool> owned, long watermark)
    {
        var states = Aggregate.Serializer;
        var hasPanes = reader.Read<bool>();
        for (var windows = ReadCount(reader); windows > 0; windows--)
        {
            var start = reader.Read<long>();
            Check(_isGlobal ? start == 0 : start <= WindowGrid.MaxTicks && _grid.LastStart(start) == start, "a window is not on its grid");
            OpenWindow<TKey, TState>? window = null;
            for (var entries = ReadCount(reader); entries > 0; entries--)
            {
                var key = keys.Read(reader);
                var state = states.Read(reader);
                var pane = hasPanes ? PaneState.Read(reader) : default;
                if (owned(key))
                {
                    window ??= WindowFrom(start, _isGlobal ? long.MaxValue : _grid.End(start));
                    LoadEntry(window, key, state, in pane);
                }
            }
        }
    }

    protected override void Loaded()
    {
        (_current, _span, _passed) = (null, 0, 0);
        while (_passed < _windows.Count && _windows[_passed].End <= Now)
        {
            _passed++;
        }

        if (_followsPanes)
        {
            FillDue();
        }
    }

    private void LoadEntry(OpenWindow<TKey, TState> window, TKey key, TState state, in PaneState pane)
    {
        var hash = KeyHash.Of(key);
        Check(window.Table.Find(key, hash) < 0, "it has a key of a window twice");
        window.Table.Entries[window.Table.Add(key, hash)].State = state;
        if (_followsPanes)
        {
            window.Panes.Add() = pane;
        }

        _stateCount++;
    }

    private void FillDue()
    {
        _dueEarly.Clear();
        _dueLate.Clear();
        var due = new List<DuePane<TKey, TState>>();
        for (var w = 0; w < _windows.Count; w++)
        {
            var window = _windows[w];
            for (var i = 0; i < window.Panes.Count; i++)
            {
                if (window.Panes[i].Deadline > 0)
                {
                    due.Add(new(window.Panes[i].Deadline, window, window.Generation, i));
                }
            }
        }

        foreach (var pane in due.OrderBy(pane => pane.Deadline))
        {
            (pane.Window.End <= Now ? _dueLate : _dueEarly).Enqueue(pane);
        }
    }
}
