using System.Runtime.InteropServices;

namespace Attune.Streaming.Windows.Operators;

internal sealed partial class SessionOperator<TKey, TIn, TState, TOut>
{
    private readonly PriorityQueue<SessionTimer, long> _timers = new();
    private readonly PriorityQueue<SessionTimer, long> _deadlines = new();
    private readonly List<DueSession> _due = [];

    public override void AdvanceWatermark(long watermark)
    {
        if (watermark <= Now)
        {
            return;
        }

        var before = Now;
        Now = watermark;
        TakeDue(before);
        foreach (var due in _due)
        {
            ref var session = ref _sessions[due.Number];
            var isOver = FreedAt(session.End) <= watermark;
            if (FiresAt(session.End) > before)
            {
                if (!session.Pane.OnTimeSent || session.Pane.Pending > 0)
                {
                    Fire(due.Number, PaneTiming.OnTime, isOver);
                }
            }
            else if (Options.AlwaysFireFinal || session.Pane.Pending > 0)
            {
                Fire(due.Number, PaneTiming.Late, isFinal: true);
            }

            if (isOver)
            {
                Remove(due.Number);
            }
            else
            {
                SetTimer(due.Number);
            }
        }
    }

    public override void AdvanceProcessingTime(long now)
    {
        if (now <= Clock)
        {
            return;
        }

        Clock = now;
        _due.Clear();
        while (_deadlines.TryPeek(out var timer, out var deadline) && deadline <= now)
        {
            _deadlines.Dequeue();
            ref var session = ref _sessions[timer.Session];
            if (session.Generation == timer.Generation && session.Pane.Deadline == deadline)
            {
                _due.Add(new(session.End, session.Start, session.Order, timer.Session));
            }
        }

        CollectionsMarshal.AsSpan(_due).Sort(default(DueSession.InOrder));
        foreach (var due in _due)
        {
            if (_sessions[due.Number].Pane.Deadline > 0)
            {
                Fire(due.Number, TimingOf(in _sessions[due.Number]), isFinal: false);
            }
        }
    }

    private void TakeDue(long before)
    {
        _due.Clear();
        while (_timers.TryPeek(out var timer, out var time) && time <= Now)
        {
            ref var session = ref _sessions[timer.Session];
            if (session.Generation != timer.Generation)
            {
                _timers.Dequeue();
                continue;
            }

            var actual = FiresAt(session.End) > before ? FiresAt(session.End) : FreedAt(session.End);
            if (actual > Now)
            {
                _timers.DequeueEnqueue(timer, actual);
                continue;
            }

            _timers.Dequeue();
            _due.Add(new(session.End, session.Start, session.Order, timer.Session));
        }

        CollectionsMarshal.AsSpan(_due).Sort(default(DueSession.InOrder));
    }

    private PaneTiming TimingOf(in Session<TState> session) => FiresAt(session.End) <= Now ? PaneTiming.Late : PaneTiming.Early;

    private Firing FiringOf(in Session<TState> session) => FiresAt(session.End) <= Now ? Options.Late : Options.Early;

    private void SetTimer(int number)
    {
        ref var session = ref _sessions[number];
        _timers.Enqueue(new(number, session.Generation), FiresAt(session.End) > Now ? FiresAt(session.End) : FreedAt(session.End));
    }

    private void SetDeadline(int number)
    {
        ref var session = ref _sessions[number];
        if (session.Pane.Deadline > 0)
        {
            _deadlines.Enqueue(new(number, session.Generation), session.Pane.Deadline);
        }
    }

    private void CountAndFire(int number, int events)
    {
        ref var session = ref _sessions[number];
        var firing = FiringOf(in session);
        if (firing.Interval > TimeSpan.Zero && session.Pane.Deadline == 0)
        {
            session.Pane.Deadline = WindowGrid.Saturated(Clock, firing.Interval.Ticks);
            SetDeadline(number);
        }

        session.Pane.Count(events);
        if (firing.Count > 0 && session.Pane.Pending >= firing.Count)
        {
            Fire(number, TimingOf(in session), isFinal: false);
        }
    }

    private void Fire(int number, PaneTiming timing, bool isFinal)
    {
        ref var session = ref _sessions[number];
        MergeApart(number, ref session);
        Send(KeyOf(in session), WindowGrid.Window(session.Start, session.End), in session.State, session.Pane.Index, timing, isFinal);
        session.Pane.Sent();
        session.Pane.OnTimeSent |= timing != PaneTiming.Early;
        if (_discards)
        {
            session.State = Aggregate.Create();
        }
    }

    private void TakeBack(in Session<TState> session)
    {
        // What a discarding pane held came in no other pane, so it stays valid.
        if (!_discards)
        {
            Send(
                KeyOf(in session), WindowGrid.Window(session.Start, session.End), in session.State, session.Pane.Index - 1, PaneTiming.Late,
                isFinal: false, isRetraction: true);
        }
    }

    private TKey KeyOf(in Session<TState> session) => _keys.Entries[session.Key].Key;

    private ref TState StateFor(int number, ref Session<TState> session)
    {
        if (!_keepsApart || !session.Pane.OnTimeSent)
        {
            return ref session.State;
        }

        if (session.Pane.Pending == 0)
        {
            _apart[number] = Aggregate.Create();
        }

        return ref _apart[number];
    }

    private void MergeApart(int number, ref Session<TState> session)
    {
        if (_keepsApart && session.Pane is { OnTimeSent: true, Pending: > 0 })
        {
            Aggregate.Merge(ref session.State, in _apart[number]);
            _apart[number] = default!;
        }
    }
}
