using Attune.Lab.Load;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Lab.Tests.Load.Schedule;

public class ArrivalScheduleTests
{
    private static readonly Gen<List<LoadStage>> Stages =
        from stages in Gen.NonEmptyListOf(
            from first in Gen.Choose(0, 300)
            from last in Gen.Choose(0, 300)
            from milliseconds in Gen.Choose(1, 3000)
            select new LoadStage(first, last, TimeSpan.FromMilliseconds(milliseconds)))
        select stages.ToList();

    [Fact]
    public void Next_ConstantRate_IsEven()
    {
        var times = All(new RateCurve([LoadStage.Hold(20_000, TimeSpan.FromSeconds(3))]), Arrivals.Constant);
        times.Count.ShouldBe(60_000);
        times[0].ShouldBe(0);
        for (var i = 0; i < times.Count; i++)
        {
            times[i].ShouldBe(i / 20_000.0, 1e-9);
        }
    }

    [Fact]
    public void Next_AnyStages_GivesAsManyAsTheIntegralWithinEachSpan() => Prop.ForAll(Stages.ToArbitrary(), stages =>
    {
        var curve = new RateCurve(stages);
        var times = All(curve, Arrivals.Constant);
        // Naive model: the trapezium rule with small steps.
        var (sum, level, next, isRight) = (0.0, 0.0, 0, true);
        foreach (var (stage, start) in WithStarts(stages))
        {
            for (var step = 0; step < 50; step++)
            {
                var (a, b) = (step / 50.0, (step + 1) / 50.0);
                sum += ((stage.From + (stage.To - stage.From) * a) + (stage.From + (stage.To - stage.From) * b)) / 2 * stage.Duration.TotalSeconds / 50;
                level = start + stage.Duration.TotalSeconds * b;
                while (next < times.Count && times[next] < level)
                {
                    next++;
                }

                isRight &= Math.Abs(next - sum) <= 1.001;
            }
        }

        return isRight && times.Order().SequenceEqual(times);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Next_AnyNumberOfWorkers_TogetherGiveTheSame() => Prop.ForAll(
        Stages.ToArbitrary(), Gen.Choose(1, 7).ToArbitrary(), Gen.Elements(Arrivals.Constant, Arrivals.Poisson).ToArbitrary(), (stages, workers, arrivals) =>
        {
            var curve = new RateCurve(stages);
            var shares = Enumerable.Range(0, workers).SelectMany(worker => All(curve, arrivals, worker, workers)).Order();
            return shares.SequenceEqual(All(curve, arrivals));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Next_Poisson_HasExponentialGaps()
    {
        var times = All(new RateCurve([LoadStage.Hold(1000, TimeSpan.FromSeconds(100))]), Arrivals.Poisson);
        var gaps = times.Zip(times.Skip(1), (a, b) => b - a).ToList();
        times.Count.ShouldBeInRange(98_500, 101_500);
        // Mean 1/λ, variance 1/λ², and a share of 1/e above the mean: fixed seed, so this cannot vary.
        gaps.Average().ShouldBe(1e-3, 2e-5);
        gaps.Select(gap => Math.Pow(gap - 1e-3, 2)).Average().ShouldBe(1e-6, 5e-8);
        ((double)gaps.Count(gap => gap > 1e-3) / gaps.Count).ShouldBe(Math.Exp(-1), 0.01);
    }

    [Fact]
    public void Next_Limit_EndsTheSchedule() =>
        All(new RateCurve([LoadStage.Hold(100, TimeSpan.FromSeconds(100))]), Arrivals.Constant, limit: 7).Count.ShouldBe(7);

    [Fact]
    public void LevelAt_Ramp_IsLinearAndStaysAtTheEnd()
    {
        var curve = new RateCurve([new LoadStage(0, 10, TimeSpan.FromSeconds(2)), LoadStage.Hold(3, TimeSpan.FromSeconds(1))]);
        new[] { 0, 1, 1.5, 2, 2.5, 9 }.Select(curve.LevelAt).ShouldBe([0, 5, 7.5, 3, 3, 3]);
    }

    private static List<double> All(RateCurve curve, Arrivals arrivals, int first = 0, int stride = 1, long limit = long.MaxValue)
    {
        var schedule = new ArrivalSchedule(curve, arrivals, seed: 5, limit, first, stride);
        var times = new List<double>();
        for (; double.IsFinite(schedule.Next); schedule.Advance())
        {
            times.Add(schedule.Next);
        }

        return times;
    }

    private static IEnumerable<(LoadStage Stage, double Start)> WithStarts(IEnumerable<LoadStage> stages)
    {
        var start = 0.0;
        foreach (var stage in stages)
        {
            yield return (stage, start);
            start += stage.Duration.TotalSeconds;
        }
    }
}
