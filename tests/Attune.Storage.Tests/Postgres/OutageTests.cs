using Attune.Storage.Postgres;
using Attune.Testing;

namespace Attune.Storage.Tests.Postgres;

public sealed class OutageTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void TryWait_NoPatience_IsFalse() => new Outage(_time, TimeSpan.Zero).TryWait().ShouldBeFalse();

    [Fact]
    public async Task TryWait_AgainAndAgain_WaitsLongerUntilThePatienceIsOver()
    {
        var outage = new Outage(_time, TimeSpan.FromSeconds(10));
        outage.TryWait().ShouldBeTrue("the second attempt is due at once");
        var waited = new List<double>();
        while (true)
        {
            var start = _time.GetTimestamp();
            var next = Task.Run(outage.TryWait);
            await AdvanceUntilAsync(next);
            if (!await next)
            {
                break;
            }

            waited.Add(_time.GetElapsedTime(start).TotalMilliseconds);
        }

        waited.ShouldBe([100, 200, 400, 800, 1600, 2000, 2000, 2000, 900]);
        outage.TryWait().ShouldBeFalse("it counts from the beginning of the outage");
        outage.End().ShouldBe(TimeSpan.FromSeconds(10));
        outage.End().ShouldBeNull();
        outage.TryWait().ShouldBeTrue();
    }

    [Fact]
    public async Task EndPatience_WhileItWaits_EndsTheWaitAndLeavesTheAttemptThatNeedsNone()
    {
        var outage = new Outage(_time, TimeSpan.FromHours(1));
        outage.TryWait().ShouldBeTrue();
        var waiting = Task.Run(outage.TryWait);
        await Eventually.TrueAsync(() => _time.ActiveTimers > 0);
        outage.EndPatience();

        (await waiting).ShouldBeFalse();
        outage.TryWait().ShouldBeFalse();
        outage.End();
        outage.TryWait().ShouldBeTrue("a connection that was lost while nobody used it is no outage");
        outage.TryWait().ShouldBeFalse();
    }

    private async Task AdvanceUntilAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            // Nothing may fall due before the delay has been asked for, or it would end too late.
            await Eventually.TrueAsync(() => task.IsCompleted || _time.ActiveTimers > 0);
            if (!task.IsCompleted)
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
                await Eventually.TrueAsync(() => task.IsCompleted || _time.ActiveTimers > 0);
            }
        }
    }
}
