using Attune.Realtime.Access;
using Attune.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Realtime.Tests.Access;

public class MessageBudgetTests
{
    [Fact]
    public void TryTake_AfterASilence_AllowsABurstAndThenTheRate()
    {
        var time = new ManualTimeProvider();
        var budget = new MessageBudget(perMinute: 60, burst: 3, time);
        Take(5).ShouldBe([true, true, true, false, false]);
        time.Advance(TimeSpan.FromSeconds(0.999));
        Take(1).ShouldBe([false]);
        time.Advance(TimeSpan.FromSeconds(0.001));
        Take(2).ShouldBe([true, false]);
        time.Advance(TimeSpan.FromHours(1));
        Take(4).ShouldBe([true, true, true, false]);

        IEnumerable<bool> Take(int count) => [.. Enumerable.Range(0, count).Select(_ => budget.TryTake(time.GetTimestamp()))];
    }

    [Fact]
    public void TryTake_RefusedMessages_CostNothing()
    {
        var time = new ManualTimeProvider();
        var budget = new MessageBudget(60, 1, time);
        budget.TryTake(0).ShouldBeTrue();
        for (var i = 0; i < 1000; i++)
        {
            budget.TryTake(1).ShouldBeFalse();
        }

        budget.TryTake(TimeSpan.TicksPerSecond).ShouldBeTrue();
    }

    [Fact]
    public void TryTake_AnyTimes_AgreesWithABucketThatIsFilledStepByStep()
    {
        // Rates that divide a minute, so that the bucket of the model is exact too.
        var steps = Gen.Choose(0, 40).ListOf(200);
        var cases = Gen.Elements(60, 600, 6000, 120).SelectMany(rate => Gen.Choose(1, 10).SelectMany(burst => steps.Select(times => (rate, burst, times))));
        Prop.ForAll(cases.ToArbitrary(), made =>
        {
            var (rate, burst, times) = made;
            var time = new ManualTimeProvider();
            var budget = new MessageBudget(rate, burst, time);
            var interval = 60 * TimeSpan.TicksPerSecond / rate;
            long now = 0;
            long level = burst * interval;
            foreach (var step in times)
            {
                // Times in tenths of the interval.
                now += step * interval / 10;
                level = Math.Min(burst * interval, level + (step * interval / 10));
                var expected = level >= interval;
                level -= expected ? interval : 0;
                budget.TryTake(now).ShouldBe(expected);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task TryTake_FromManyThreads_AllowsTheBurstOnce()
    {
        var budget = new MessageBudget(60, 100, new ManualTimeProvider());
        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 500).Count(_ => budget.TryTake(0)))));
        taken.Sum().ShouldBe(100);
    }

    [Fact]
    public void TryTake_WithoutABurst_AllowsThatOfAMinute()
    {
        var budget = new MessageBudget(10, new ManualTimeProvider());
        Enumerable.Range(0, 20).Count(_ => budget.TryTake(0)).ShouldBe(10);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10_000_001, 1)]
    [InlineData(1, 0)]
    public void Create_OutOfRange_Throws(int perMinute, int burst) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new MessageBudget(perMinute, burst, TimeProvider.System));

    [Fact]
    public void Create_Extremes_DoNotOverflow()
    {
        var budget = new MessageBudget(1, int.MaxValue, TimeProvider.System);
        budget.TryTake(TimeProvider.System.GetTimestamp()).ShouldBeTrue();
        budget.TryTake(0).ShouldBeTrue();
    }
}
