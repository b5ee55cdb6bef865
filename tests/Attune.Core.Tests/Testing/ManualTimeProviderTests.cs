using Attune.Testing;

namespace Attune.Core.Tests.Testing;

public class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Advance_MovesBothClocks()
    {
        var (time, stamp) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        _clock.Advance(TimeSpan.FromSeconds(3));
        (_clock.GetUtcNow() - time).ShouldBe(TimeSpan.FromSeconds(3));
        _clock.GetElapsedTime(stamp).ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void Advance_FiresTimersInOrderAtTheirOwnTime()
    {
        var fired = new List<(string Name, double Second)>();
        var start = _clock.GetUtcNow();
        void Note(object? name) => fired.Add(((string)name!, (_clock.GetUtcNow() - start).TotalSeconds));
        using var late = _clock.CreateTimer(Note, "late", TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        using var often = _clock.CreateTimer(Note, "often", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));

        _clock.Advance(TimeSpan.FromSeconds(8.5));

        fired.ShouldBe([("often", 2), ("late", 5), ("often", 5), ("often", 8)]);
        _clock.ActiveTimers.ShouldBe(1);
    }

    [Fact]
    public void Change_MovesAndStopsATimer()
    {
        var fired = 0;
        using var timer = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        timer.Change(TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan).ShouldBeTrue();
        _clock.Advance(TimeSpan.FromSeconds(4));
        fired.ShouldBe(0);
        _clock.Advance(TimeSpan.FromSeconds(1));
        fired.ShouldBe(1);
        timer.Change(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _clock.Advance(TimeSpan.FromSeconds(10));
        fired.ShouldBe(1);
    }

    [Fact]
    public void Dispose_StopsATimer()
    {
        var fired = 0;
        var timer = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        timer.Dispose();
        _clock.Advance(TimeSpan.FromSeconds(10));
        (fired, _clock.ActiveTimers).ShouldBe((0, 0));
        timer.Change(TimeSpan.Zero, TimeSpan.Zero).ShouldBeFalse();
    }

    [Fact]
    public async Task Advance_CompletesDelays()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(1), _clock);
        _clock.Advance(TimeSpan.FromSeconds(59));
        delay.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await delay;
    }

    [Fact]
    public void Advance_CallbackThatSchedules_FiresWithinTheSameAdvance()
    {
        var fired = 0;
        ITimer? second = null;
        using var first = _clock.CreateTimer(
            _ => second = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan),
            null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        _clock.Advance(TimeSpan.FromSeconds(2));
        fired.ShouldBe(1);
        second!.Dispose();
    }

    [Fact]
    public void Advance_Backwards_Throws() => Should.Throw<ArgumentOutOfRangeException>(() => _clock.Advance(TimeSpan.FromTicks(-1)));
}
