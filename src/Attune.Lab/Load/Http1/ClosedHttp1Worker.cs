using System.Diagnostics;

namespace Attune.Lab.Load;

/// <summary>Users, each with a connection, who send again after an answer and a pause.</summary>
internal sealed class ClosedHttp1Worker(LoadPlan plan, RunControl control, LoadTally tally, int index, int workers)
    : Http1Worker(plan, control, tally, (plan.Slots - index + workers - 1) / workers)
{
    private static readonly long LevelInterval = Clock.Ticks(0.01);

    private readonly PriorityQueue<Http1Connection, long> _thinking = new();
    private readonly ThinkTime _think = ((ClosedModel)plan.Scenario.Model).Think;
    private readonly Random _random = new(HashCode.Combine(plan.Scenario.Seed, index));
    private int _level = (int)Math.Round(plan.Curve.LevelAt(0));
    private long _nextLevel;
    private bool _isExhausted;

    protected override bool IsFinished => Busy == 0 && (_isExhausted || Stopwatch.GetTimestamp() >= Control.End);

    protected override bool StartsOpen(Http1Connection connection) => IsActive(connection);

    protected override long Dispatch(long now)
    {
        if (now >= Control.End)
        {
            return long.MaxValue;
        }

        if (now >= _nextLevel)
        {
            SetLevel((int)Math.Round(Plan.Curve.LevelAt(Clock.Seconds(now - Control.Start))), now);
            _nextLevel = now + LevelInterval;
        }

        while (_thinking.TryPeek(out var user, out var until) && until <= now)
        {
            _thinking.Dequeue();
            if (user.State == ConnectionState.Idle && user.PausesUntil <= now)
            {
                Next(user, now);
            }
        }

        return Math.Min(_nextLevel, _thinking.TryPeek(out _, out var next) ? next : long.MaxValue);
    }

    protected override void OnIdle(Http1Connection connection, long now)
    {
        if (!Control.Started.IsCompleted)
        {
            _thinking.Enqueue(connection, now);
        }
        else if (connection.Intended > connection.PausesAfter && _think.Maximum > TimeSpan.Zero)
        {
            var pause = _think.Minimum + _random.NextDouble() * (_think.Maximum - _think.Minimum);
            (connection.PausesAfter, connection.PausesUntil) = (connection.Intended, now + Clock.Ticks(pause));
            _thinking.Enqueue(connection, connection.PausesUntil);
        }
        else if (connection.PausesUntil <= now)
        {
            Next(connection, now);
        }

        // Else the server hung up in the middle of a pause, which goes on as if nothing had happened.
    }

    protected override void OnUnreachable(long now)
    {
        if (!Control.Started.IsCompleted || now >= Control.End)
        {
            return;
        }

        if (!Control.TryClaim(out _))
        {
            _isExhausted = true;
        }
        else if (IsMeasured(now))
        {
            Tally.Start();
            Tally.Fail(LastCause);
        }
    }

    private void Next(Http1Connection connection, long now)
    {
        if (now >= Control.End || !IsActive(connection))
        {
            Close(connection);
        }
        else if (Control.TryClaim(out var sequence))
        {
            Send(connection, sequence, now, now);
        }
        else
        {
            _isExhausted = true;
            Close(connection);
        }
    }

    private void SetLevel(int level, long now)
    {
        if (level == _level && _nextLevel > 0)
        {
            return;
        }

        _level = level;
        foreach (var connection in Connections)
        {
            if (connection.State == ConnectionState.Closed && IsActive(connection) && !_isExhausted)
            {
                Open(connection, now);
            }
        }
    }

    private bool IsActive(Http1Connection connection) => index + connection.Tag * workers < _level;
}
