using Attune.Measurement;
using Attune.Testing;

namespace Attune.Core.Tests.Measurement;

public class SlidingRateTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void RatePerSecond_WithoutEvents_IsZero() => new SlidingRate(Window, _clock).RatePerSecond.ShouldBe(0);

    [Fact]
    public void RatePerSecond_SteadyEvents_IsTheirRateAtAnyTime()
    {
        var rate = new SlidingRate(Window, _clock);
        for (var i = 1; i <= 3000; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            rate.Mark();
            if (i > 100)
            {
                rate.RatePerSecond.ShouldBe(100, 1.5);
            }
        }
    }

    [Fact]
    public void RatePerSecond_WindowNotFull_DividesByTimeSinceStart()
    {
        var rate = new SlidingRate(Window, _clock);
        rate.Mark(30);
        _clock.Advance(TimeSpan.FromSeconds(3));
        rate.RatePerSecond.ShouldBe(10, 1e-9);
    }

    [Fact]
    public void RatePerSecond_RightAtStart_DividesByOneSlot()
    {
        var rate = new SlidingRate(Window, _clock, slots: 10);
        rate.Mark(5);
        rate.RatePerSecond.ShouldBe(5, 1e-9);
    }

    [Fact]
    public void RatePerSecond_AfterIdleWindow_IsZero()
    {
        var rate = new SlidingRate(Window, _clock);
        rate.Mark(1000);
        _clock.Advance(Window * 1.1);
        rate.RatePerSecond.ShouldBe(0);
    }

    [Theory]
    [InlineData(1.05)]
    [InlineData(5)]
    [InlineData(1000)]
    public void Mark_AfterIdleGap_CountsOnlyTheNew(double windows)
    {
        var rate = new SlidingRate(Window, _clock);
        rate.Mark(1000);
        _clock.Advance(Window * windows);
        rate.Mark(20);
        rate.RatePerSecond.ShouldBe(2, 1e-9);
    }

    [Fact]
    public void RatePerSecond_OldestSlot_LeavesGradually()
    {
        var rate = new SlidingRate(Window, _clock, slots: 10);
        rate.Mark(100);
        _clock.Advance(Window);
        rate.RatePerSecond.ShouldBe(10, 1e-9);
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        rate.RatePerSecond.ShouldBe(7.5, 1e-9);
        _clock.Advance(TimeSpan.FromMilliseconds(750));
        rate.RatePerSecond.ShouldBe(0);
    }

    [Fact]
    public void Mark_ManyThreadsAcrossSlots_LosesNothing()
    {
        var rate = new SlidingRate(Window, _clock);
        Parallel.For(0, 8, worker =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                rate.Mark();
                if (worker == 0 && i % 1000 == 0)
                {
                    _clock.Advance(TimeSpan.FromMilliseconds(500));
                }
            }
        });

        // Ten steps of half a second: all within the window.
        rate.RatePerSecond.ShouldBe(80_000 / 5.0, 1e-6);
    }

    [Fact]
    public void Constructor_BadArguments_Throw()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new SlidingRate(TimeSpan.Zero, _clock));
        Should.Throw<ArgumentOutOfRangeException>(() => new SlidingRate(Window, _clock, slots: 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new SlidingRate(Window, _clock).Mark(-1));
    }
}
