using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Windows.Operators;

internal sealed partial class SessionOperator<TKey, TIn, TState, TOut>
{
    protected override void SaveWindows(StateWriter writer, IStateSerializer<TKey> keys)
    {
        var states = Aggregate.Serializer;
        var numbers = Enumerable.Range(0, _sessions.Count).Where(number => _sessions[number].Key >= 0).OrderBy(number => _sessions[number].Order).ToList();
        writer.Write(numbers.Count);
        foreach (var number in numbers)
        {
            ref var session = ref _sessions[number];
            keys.Write(writer, in _keys.Entries[session.Key].Key);
            writer.Write(session.Start);
            writer.Write(session.End);
            PaneState.Write(writer, in session.Pane);
            states.Write(writer, in session.State);
            var hasApart = _keepsApart && session.Pane is { OnTimeSent: true, Pending: > 0 };
            writer.Write(hasApart);
            if (hasApart)
            {
                states.Write(writer, in _apart[number]);
            }
        }
    }

    protected override void LoadWindows(StateReader reader, IStateSerializer<TKey> keys, Func<TKey, bool> owned, long watermark)
    {
        var states = Aggregate.Serializer;
        for (var count = ReadCount(reader); count > 0; count--)
        {
            var key = keys.Read(reader);
            var session = new Session<TState>
            {
                Start = reader.Read<long>(),
                End = reader.Read<long>(),
                Pane = PaneState.Read(reader),
                State = states.Read(reader),
            };
            var (hasApart, apart) = reader.Read<bool>() ? (true, states.Read(reader)) : default;
            Check(session.Start >= 0 && session.Start <= session.End && session.End <= WindowGrid.MaxTicks, "a session ends before its start");
            if (owned(key))
            {
                LoadSession(key, session, hasApart, apart!);
            }
        }
    }

    protected override void Loaded()
    {
        _timers.Clear();
        _deadlines.Clear();
        for (var number = 0; number < _sessions.Count; number++)
        {
            if (_sessions[number].Key >= 0)
            {
                SetTimer(number);
                SetDeadline(number);
            }
        }
    }

    private void LoadSession(TKey key, Session<TState> session, bool hasApart, TState apart)
    {
        var hash = KeyHash.Of(key);
        var keyNumber = _keys.Find(key, hash);
        if (keyNumber < 0)
        {
            keyNumber = _keys.Add(key, hash);
            _keys.Entries[keyNumber].State = -1;
        }

        var number = Rent();
        ref var link = ref _keys.Entries[keyNumber].State;
        while (link >= 0 && _sessions[link].Start > session.Start)
        {
            Check(_sessions[link].Start > session.End, "sessions of a key touch");
            link = ref _sessions[link].Earlier;
        }

        Check(link < 0 || _sessions[link].End < session.Start, "sessions of a key touch");
        if (hasApart && _keepsApart)
        {
            _apart[number] = apart;
        }
        else if (hasApart)
        {
            Aggregate.Merge(ref session.State, in apart);
        }

        (session.Key, session.Order, session.Earlier, session.Generation) = (keyNumber, _order++, link, _sessions[number].Generation);
        _sessions[number] = session;
        link = number;
    }
}
