using Attune.Streaming.Aggregates;

namespace Attune.Streaming.Windows.Operators;

/// <summary>Sessions of each key, merged by gap. Nothing is done for a key until an event or a timer of it comes.</summary>
/// <remarks>
/// A key points to its newest session, each session to the one before. One timer for each session waits in a heap; it is not moved when an
/// event extends the session, but put back when it comes up too early.
/// </remarks>
internal sealed partial class SessionOperator<TKey, TIn, TState, TOut> : WindowEngine<TKey, TIn, TState, TOut>
    where TKey : notnull
{
    private readonly long _gap;
    private readonly bool _followsPanes;
    private readonly bool _discards;

    // A session that was sent must be able to say again what it sent, so what came since is kept beside it.
    private readonly bool _keepsApart;
    private readonly KeyTable<TKey, int> _keys = new(new());
    private readonly ChunkList<Session<TState>> _sessions = new(new());
    private readonly ChunkList<TState> _apart = new(new());
    private readonly Stack<int> _free = new();
    private readonly List<int> _touching = [];
    private long _order;

    public SessionOperator(SessionWindows shape, WindowOptions options, Aggregate<TIn, TState, TOut> aggregate, IWindowOutput<TKey, TOut> output)
        : base($"sessions {shape.Gap}", options, aggregate, output)
    {
        _gap = shape.Gap.Ticks;
        _followsPanes = !options.Early.IsNever || options.AllowedLateness > TimeSpan.Zero;
        _discards = options.Content == PaneContent.Discarding;
        _keepsApart = !_discards && options.AllowedLateness > TimeSpan.Zero && options.Late.Count != 1;
    }

    public override long StateCount => _sessions.Count - _free.Count;

    protected override void AddFrom(int start, ReadOnlySpan<long> timestamps, ReadOnlySpan<TKey> keys, ReadOnlySpan<TIn> values)
    {
        for (var i = start; i < timestamps.Length;)
        {
            At(i, i + 1);
            var time = timestamps[i];
            CheckTime(time);
            var key = keys[i];
            var hash = KeyHash.Of(key);
            var number = _keys.Find(key, hash);
            if (number >= 0)
            {
                ref var newest = ref _sessions[_keys.Entries[number].State];

                // Until then an event changes no window that is over, and meets no other session.
                var last = FiresAt(newest.End) > Now ? newest.End : newest.End - _gap;
                if (time >= newest.Start && time <= last)
                {
                    var end = i < SingleUntil ? i + 1 : Runs.EndOf(i, timestamps, keys, newest.Start, (ulong)(last - newest.Start + 1));
                    AddInside(_keys.Entries[number].State, i, end, timestamps, values);
                    i = end;
                    continue;
                }
            }

            if (!Place(number, key, hash, time, in values[i]))
            {
                SendLate(i);
            }

            i++;
        }
    }

    protected override void Undo()
    {
        // A value that fails is tried before anything is changed.
    }

    private static long MaxOf(ReadOnlySpan<long> times)
    {
        var max = times[0];
        foreach (var time in times)
        {
            max = Math.Max(max, time);
        }

        return max;
    }

    /// <summary>
    /// The watermark at which a session is over. An event at its very end would still join it, so the watermark must have passed the end.
    /// </summary>
    private static long FiresAt(long end) => Math.Min(end + 1, WindowGrid.MaxTicks);

    private long FreedAt(long end) => CleanupOf(FiresAt(end));

    private long EndAfter(long time) => WindowGrid.Saturated(time, _gap);

    private void AddInside(int number, int from, int to, ReadOnlySpan<long> timestamps, ReadOnlySpan<TIn> values)
    {
        ref var session = ref _sessions[number];
        while (from < to)
        {
            var firing = FiringOf(in session);
            var room = _followsPanes && firing.Count > 0 ? Math.Max(1, firing.Count - session.Pane.Pending) : int.MaxValue;
            var taken = TakesRuns ? Math.Min(to - from, room) : 1;
            At(from, from + taken);
            ref var state = ref StateFor(number, ref session);
            if (taken == 1)
            {
                Aggregate.Add(ref state, in values[from], timestamps[from]);
                session.End = Math.Max(session.End, EndAfter(timestamps[from]));
            }
            else
            {
                Aggregate.AddMany(ref state, values.Slice(from, taken), timestamps.Slice(from, taken));
                session.End = Math.Max(session.End, EndAfter(MaxOf(timestamps.Slice(from, taken))));
            }

            if (_followsPanes)
            {
                CountAndFire(number, taken);
            }

            from += taken;
        }
    }

    /// <summary>Finds or makes the session of an event; false if it is late.</summary>
    private bool Place(int keyNumber, TKey key, uint hash, long time, in TIn value)
    {
        var (start, end) = (time, EndAfter(time));
        _touching.Clear();
        var later = -1;
        for (var i = keyNumber < 0 ? -1 : _keys.Entries[keyNumber].State; i >= 0 && _sessions[i].End >= time; i = _sessions[i].Earlier)
        {
            if (_sessions[i].Start > EndAfter(time))
            {
                later = i;
                continue;
            }

            _touching.Add(i);
            (start, end) = (Math.Min(start, _sessions[i].Start), Math.Max(end, _sessions[i].End));
        }

        if (_touching.Count == 0 && FreedAt(end) <= Now)
        {
            return false;
        }

        var state = Aggregate.Create();
        Aggregate.Add(ref state, in value, time);
        if (_touching.Count == 0)
        {
            Open(keyNumber, key, hash, later, start, end, state);
        }
        else
        {
            Merge(start, end, state);
        }

        return true;
    }

    private void Open(int keyNumber, TKey key, uint hash, int later, long start, long end, TState state)
    {
        if (keyNumber < 0)
        {
            keyNumber = _keys.Add(key, hash);
            _keys.Entries[keyNumber].State = -1;
        }

        var number = Rent();
        ref var session = ref _sessions[number];
        (session.State, session.Start, session.End, session.Order, session.Key) = (state, start, end, _order++, keyNumber);
        ref var link = ref later < 0 ? ref _keys.Entries[keyNumber].State : ref _sessions[later].Earlier;
        (session.Earlier, link) = (link, number);
        SetTimer(number);
        if (_followsPanes)
        {
            CountAndFire(number, 1);
        }
    }

    /// <summary>Puts the sessions that an event touches, newest first, and its state together.</summary>
    private void Merge(long start, long end, TState added)
    {
        var number = _touching[0];
        ref var session = ref _sessions[number];
        var isSame = _touching.Count == 1 && session.Start == start && session.End == end;
        var wasOver = FiresAt(session.End) <= Now;
        var begins = _touching.Count > 1;
        for (var i = _touching.Count - 1; i >= 0 && !isSame; i--)
        {
            ref var part = ref _sessions[_touching[i]];
            if (part.Pane.OnTimeSent)
            {
                begins = true;
                TakeBack(in part);
            }
        }

        if (!isSame)
        {
            (session.Start, session.End) = (start, end);
            Unite(ref session, begins);
        }

        Aggregate.Merge(ref StateFor(number, ref session), in added);
        if (wasOver && FiresAt(session.End) > Now)
        {
            // Its timer waits for the end of the lateness, but the end itself is ahead again.
            session.Generation++;
            SetTimer(number);
            SetDeadline(number);
        }

        if (_followsPanes)
        {
            CountAndFire(number, 1);
        }
    }

    /// <summary>Makes one session of all that touch; <paramref name="begins"/>: its panes are counted anew.</summary>
    private void Unite(ref Session<TState> session, bool begins)
    {
        var (pending, deadline) = (0L, long.MaxValue);
        foreach (var number in _touching)
        {
            ref var part = ref _sessions[number];
            pending += part.Pane.Pending;
            deadline = part.Pane.Deadline > 0 ? Math.Min(deadline, part.Pane.Deadline) : deadline;
            MergeApart(number, ref part);
            session.Order = Math.Min(session.Order, part.Order);
        }

        session.Earlier = _sessions[_touching[^1]].Earlier;
        for (var i = 1; i < _touching.Count; i++)
        {
            Aggregate.Merge(ref session.State, in _sessions[_touching[i]].State);
            Return(_touching[i]);
        }

        session.Pane.Pending = (int)Math.Min(pending, int.MaxValue);
        if (FiringOf(in session).Interval == TimeSpan.Zero)
        {
            session.Pane.Deadline = 0;
        }
        else if (deadline < long.MaxValue && deadline != session.Pane.Deadline)
        {
            session.Pane.Deadline = deadline;
            SetDeadline(_touching[0]);
        }

        if (begins)
        {
            session.Pane.Index = 0;
            session.Pane.OnTimeSent = false;
        }
    }

    private int Rent()
    {
        if (!_free.TryPop(out var number))
        {
            number = _sessions.Count;
            _sessions.Add();
            if (_keepsApart)
            {
                _apart.Add();
            }
        }

        return number;
    }

    private void Return(int number)
    {
        var generation = _sessions[number].Generation + 1;
        _sessions[number] = new Session<TState> { Key = -1, Generation = generation };
        _free.Push(number);
    }

    /// <summary>Takes a session that is over out of those of its key.</summary>
    private void Remove(int number)
    {
        var key = _sessions[number].Key;
        ref var entry = ref _keys.Entries[key];
        ref var link = ref entry.State;
        while (link != number)
        {
            link = ref _sessions[link].Earlier;
        }

        link = _sessions[number].Earlier;
        if (entry.State < 0)
        {
            _keys.Remove(key, KeyHash.Of(entry.Key));
        }

        Return(number);
    }
}
