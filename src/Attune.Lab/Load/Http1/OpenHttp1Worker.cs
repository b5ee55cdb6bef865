using System.Diagnostics;

namespace Attune.Lab.Load;

/// <summary>Sends when requests are due. What waits for a connection takes no memory: it is the part of the schedule not yet walked.</summary>
internal sealed class OpenHttp1Worker(LoadPlan plan, RunControl control, LoadTally tally, int index, int workers)
    : Http1Worker(plan, control, tally, (plan.Slots - index + workers - 1) / workers)
{
    private readonly ArrivalSchedule _schedule = plan.Arrivals(index, workers);
    private readonly Queue<Http1Connection> _free = new();

    protected override bool IsFinished => Busy == 0 && DueAt >= Control.End;

    private long DueAt => double.IsFinite(_schedule.Next) ? Control.Start + Clock.Ticks(_schedule.Next) : long.MaxValue;

    protected override bool StartsOpen(Http1Connection connection) => true;

    protected override long Dispatch(long now)
    {
        long due;
        while ((due = DueAt) <= now && due < Control.End)
        {
            if (TryTake(out var connection))
            {
                var sequence = _schedule.Sequence;
                _schedule.Advance();
                Send(connection, sequence, due, now);
                now = Stopwatch.GetTimestamp();
            }
            else if (Usable == 0)
            {
                // Nobody is there to be waited for.
                _schedule.Advance();
                if (IsMeasured(due))
                {
                    Tally.Start();
                    Tally.Fail(LastCause);
                }
            }
            else
            {
                return long.MaxValue;
            }
        }

        return due;
    }

    protected override void OnIdle(Http1Connection connection, long now)
    {
        _free.Enqueue(connection);
        if (Control.Started.IsCompleted)
        {
            Dispatch(now);
        }
    }

    private bool TryTake(out Http1Connection connection)
    {
        // A connection that was lost while it was free is still in the queue, and there twice when it has come back.
        while (_free.TryDequeue(out connection!))
        {
            if (connection.State == ConnectionState.Idle)
            {
                return true;
            }
        }

        return false;
    }
}
