namespace Attune.Streaming.Windows.Operators;

internal sealed partial class AlignedOperator<TKey, TIn, TState, TOut>
{
    // Every interval is the same and processing time does not go back, so these are in order by themselves.
    private readonly Queue<DuePane<TKey, TState>> _dueEarly = new();
    private readonly Queue<DuePane<TKey, TState>> _dueLate = new();
    private readonly List<DuePane<TKey, TState>> _dueNow = [];

    public override void AdvanceWatermark(long watermark)
    {
        if (watermark <= Now)
        {
            return;
        }

        Now = watermark;
        while (_windows.Count > 0 && CleanupOf(_windows[0].End) <= watermark)
        {
            FireLast(_windows[0], passed: _passed > 0);
            _passed = Math.Max(0, _passed - 1);
            Free(_windows.RemoveFirst());
        }

        for (; _passed < _windows.Count && _windows[_passed].End <= watermark; _passed++)
        {
            FireOnTime(_windows[_passed], isFinal: false);
        }

        if (_overlap > 1)
        {
            // No window is held on to that would take it away when it is freed.
            _span = 0;
        }
    }

    public override void AdvanceProcessingTime(long now)
    {
        if (now <= Clock)
        {
            return;
        }

        Clock = now;
        TakeDue(_dueEarly);
        TakeDue(_dueLate);
        _dueNow.Sort(DuePane<TKey, TState>.Compare);
        foreach (var due in _dueNow)
        {
            if (due.IsDue)
            {
                Fire(due.Window, due.Entry, TimingOf(due.Window), isFinal: false);
            }
        }

        _dueNow.Clear();
    }

    private PaneTiming TimingOf(OpenWindow<TKey, TState> window) => window.End <= Now ? PaneTiming.Late : PaneTiming.Early;

    private void TakeDue(Queue<DuePane<TKey, TState>> waiting)
    {
        while (waiting.TryPeek(out var due) && due.Deadline <= Clock)
        {
            _dueNow.Add(waiting.Dequeue());
        }
    }

    private void AddAndFire(
        OpenWindow<TKey, TState> window, int number, int from, int to, ReadOnlySpan<long> timestamps, ReadOnlySpan<TIn> values)
    {
        var timing = TimingOf(window);
        var firing = timing == PaneTiming.Late ? Options.Late : Options.Early;
        ref var state = ref window.Table.Entries[number].State;
        ref var pane = ref window.Panes[number];
        while (from < to)
        {
            var room = firing.Count > 0 ? Math.Max(1, firing.Count - pane.Pending) : int.MaxValue;
            var taken = TakesRuns ? Math.Min(to - from, room) : 1;
            At(from, from + taken);
            if (taken == 1)
            {
                Aggregate.Add(ref state, in values[from], timestamps[from]);
            }
            else
            {
                Aggregate.AddMany(ref state, values.Slice(from, taken), timestamps.Slice(from, taken));
            }

            _freshIn = null;
            if (pane.Pending == 0 && firing.Interval > TimeSpan.Zero)
            {
                pane.Deadline = WindowGrid.Saturated(Clock, firing.Interval.Ticks);
                (timing == PaneTiming.Late ? _dueLate : _dueEarly).Enqueue(new(pane.Deadline, window, window.Generation, number));
            }

            pane.Count(taken);
            if (firing.Count > 0 && pane.Pending >= firing.Count)
            {
                Fire(window, number, timing, isFinal: false);
            }

            from += taken;
        }
    }

    /// <summary>The watermark has reached the end.</summary>
    private void FireOnTime(OpenWindow<TKey, TState> window, bool isFinal)
    {
        for (var i = 0; i < window.Table.Count; i++)
        {
            if (!_followsPanes)
            {
                ref var entry = ref window.Table.Entries[i];
                Send(entry.Key, window.Window, in entry.State, 0, PaneTiming.OnTime, isFinal);
                continue;
            }

            // Sent before: the state comes from a worker whose watermark was ahead.
            ref var pane = ref window.Panes[i];
            if (!pane.OnTimeSent || pane.Pending > 0)
            {
                pane.OnTimeSent = true;
                Fire(window, i, PaneTiming.OnTime, isFinal);
            }
        }
    }

    /// <summary>The watermark has reached the end of the lateness.</summary>
    private void FireLast(OpenWindow<TKey, TState> window, bool passed)
    {
        if (!passed)
        {
            FireOnTime(window, isFinal: true);
            return;
        }

        for (var i = 0; i < window.Table.Count; i++)
        {
            if (Options.AlwaysFireFinal || window.Panes[i].Pending > 0)
            {
                Fire(window, i, PaneTiming.Late, isFinal: true);
            }
        }
    }

    private void Fire(OpenWindow<TKey, TState> window, int number, PaneTiming timing, bool isFinal)
    {
        ref var pane = ref window.Panes[number];
        ref var entry = ref window.Table.Entries[number];
        Send(entry.Key, window.Window, in entry.State, pane.Index, timing, isFinal);
        pane.Sent();
        if (_discards)
        {
            entry.State = Aggregate.Create();
        }
    }

    private void Free(OpenWindow<TKey, TState> window)
    {
        _stateCount -= window.Table.Count;
        if (window == _current)
        {
            (_current, _span) = (null, 0);
        }

        _pools.Return(window);
    }
}
