using System.Net;
using Attune.Lab.Load;

namespace Attune.Lab.Tests.Load.Measure;

public class LoadCollectorTests
{
    private static readonly LoadScenario Users = new() { Target = new Uri("http://127.0.0.1:1/"), Model = ClosedModel.Of(1, TimeSpan.FromMinutes(2)) };

    [Fact]
    public async Task WatchAsync_EngineFailsBeforeItBegins_ThrowsItsError()
    {
        var plan = new LoadPlan(Users, new IPEndPoint(IPAddress.Loopback, 1));
        using var control = new RunControl(plan);
        using var engine = new BusyEngine();
        var error = await Should.ThrowAsync<LoadException>(
            () => new LoadCollector(plan, control, engine, null).WatchAsync(Task.FromException(new LoadException("no sockets"))));
        error.Message.ShouldBe("no sockets");
    }

    [Fact]
    public async Task WatchAsync_RequestsComeToAnEndWhileItCounts_AreNotInFlight()
    {
        var plan = new LoadPlan(Users, new IPEndPoint(IPAddress.Loopback, 1));
        using var control = new RunControl(plan);
        using var engine = new BusyEngine();
        control.Begin();
        var result = await new LoadCollector(plan, control, engine, null).WatchAsync(Task.CompletedTask);
        result.Timeline.ShouldHaveSingleItem().InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task WatchAsync_ReportIsHeldUp_MissedSecondsMakeNoIntervalsOfTheirOwn()
    {
        var plan = new LoadPlan(Users, new IPEndPoint(IPAddress.Loopback, 1));
        using var control = new RunControl(plan);
        using var engine = new BusyEngine();
        var done = new TaskCompletionSource();
        var slow = new SlowProgress(TimeSpan.FromSeconds(2.2), done);
        control.Begin();
        var result = await new LoadCollector(plan, control, engine, slow).WatchAsync(done.Task);
        var starts = result.Timeline.Select(interval => interval.At).ToList();
        starts.Zip(starts.Skip(1), (a, b) => b - a).ShouldAllBe(length => length >= TimeSpan.FromSeconds(0.09));
    }

    /// <summary>Ten requests begin and end whenever somebody looks; none is ever under way.</summary>
    private sealed class BusyEngine : ILoadEngine
    {
        private readonly LoadTally _tally = new();

        public IReadOnlyList<LoadTally> Tallies
        {
            get
            {
                for (var i = 0; i < 10; i++)
                {
                    _tally.Start();
                    _tally.Answer(0, 0, 0, 1, 200, null);
                }

                return [_tally];
            }
        }

        public Task RunAsync() => Task.CompletedTask;

        public void Dispose()
        {
        }
    }

    /// <summary>Takes long over its first report, and ends the run with the fourth.</summary>
    private sealed class SlowProgress(TimeSpan time, TaskCompletionSource done) : IProgress<LoadProgress>
    {
        private int _reports;

        public void Report(LoadProgress value)
        {
            switch (++_reports)
            {
                case 1:
                    done.Task.Wait(time);
                    break;
                case 4:
                    done.TrySetResult();
                    break;
            }
        }
    }
}
