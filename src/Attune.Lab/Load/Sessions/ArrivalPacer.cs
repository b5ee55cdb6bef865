using System.Diagnostics;
using System.Threading.Channels;

namespace Attune.Lab.Load;

/// <summary>Hands out arrivals of an open model when they are due, from a thread that waits more exactly than a timer does.</summary>
internal sealed class ArrivalPacer(LoadPlan plan, RunControl control)
{
    private const double LongestWait = 0.02;

    // What does not fit waits in the schedule itself, so a long backlog takes no memory.
    private readonly Channel<(long Sequence, long Due)> _due =
        Channel.CreateBounded<(long, long)>(new BoundedChannelOptions(4096) { SingleWriter = true });

    public ChannelReader<(long Sequence, long Due)> Due => _due.Reader;

    public void Start() => new Thread(Run) { IsBackground = true, Name = "attune-load-pacer" }.Start();

    private void Run()
    {
        try
        {
            using var poll = PollSet.IsSupported ? new PollSet() : null;
            var schedule = plan.Arrivals();
            while (double.IsFinite(schedule.Next) && !control.IsStopping && Stopwatch.GetTimestamp() < control.HardEnd)
            {
                var due = control.Start + Clock.Ticks(schedule.Next);
                if (due >= control.End)
                {
                    break;
                }

                var wait = Clock.Seconds(due - Stopwatch.GetTimestamp());
                if (wait > 0)
                {
                    Wait(poll, Math.Min(wait, LongestWait));
                }
                else if (_due.Writer.TryWrite((schedule.Sequence, due)))
                {
                    schedule.Advance();
                }
                else
                {
                    Wait(poll, 0.001);
                }
            }

            _due.Writer.Complete();
        }
        catch (LoadException error)
        {
            _due.Writer.Complete(error);
        }
    }

    private void Wait(PollSet? poll, double seconds)
    {
        if (poll is not null)
        {
            poll.Wait(seconds);
        }
        else if (seconds > 0.002)
        {
            control.Stopping.WaitHandle.WaitOne(TimeSpan.FromSeconds(seconds - 0.002));
        }
        else
        {
            Thread.Yield();
        }
    }
}
