using System.ComponentModel.DataAnnotations;
using Attune.Lab.Load;
using Attune.Lab.Stress;
using Attune.Lab.Tests.Reports;
using Attune.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Lab.Tests.Stress;

public class StressTestTests
{
    private static StressOptions Options(double from = 100, double to = 1000, double step = 100) => new() { From = from, To = to, Step = step, Cooldown = TimeSpan.Zero };

    /// <summary>Holds up to a number of users, then fails one request in ten.</summary>
    private static Func<double, CancellationToken, Task<LoadResult>> HoldsUpTo(double limit) =>
        (load, _) => Task.FromResult(SampleResults.Level(load, load > limit ? 0.9 : 1));

    [Fact]
    public async Task RunAsync_ALimitBetweenTwoLevels_ClimbsThenSearches()
    {
        var result = await StressTest.RunAsync(Options(), HoldsUpTo(470));
        result.Steps.Take(5).Select(step => step.Load).ShouldBe([100, 200, 300, 400, 500]);
        result.Steps.Skip(5).ShouldAllBe(step => step.Load > 400 && step.Load < 500);
        result.MaximumSustainableLoad!.Value.ShouldBeLessThanOrEqualTo(470);
        result.DegradationPoint!.Value.ShouldBeGreaterThan(470);
        (result.DegradationPoint.Value - result.MaximumSustainableLoad.Value).ShouldBeLessThanOrEqualTo(12.5);
        result.DegradationCause!.ShouldContain("is below 95 %");
        result.Scalability.ShouldNotBeNull();
        result.Stopped.ShouldBeFalse();
    }

    [Fact]
    public void RunAsync_AnyLimitAndSteps_EnclosesTheLimit() => Prop.ForAll(
        Gen.Choose(1, 3000).ToArbitrary(), Gen.Choose(1, 400).ToArbitrary(), Gen.Choose(2, 500).ToArbitrary(), (limit, from, step) =>
        {
            var options = Options(from, 2000, step);
            options.MaxP95Ms = 600_000;
            var result = StressTest.RunAsync(options, HoldsUpTo(limit)).GetAwaiter().GetResult();
            (result.MaximumSustainableLoad is not { } held || held <= limit).ShouldBeTrue();
            (result.DegradationPoint is not { } lost || lost > limit).ShouldBeTrue();
            (result.MaximumSustainableLoad is null).ShouldBe(limit < from);
            (result.DegradationPoint is null).ShouldBe(limit >= 2000);
            if (result is { MaximumSustainableLoad: { } most, DegradationPoint: { } least })
            {
                (least - most).ShouldBeLessThanOrEqualTo(Math.Max(1, step / 8.0));
            }

            result.Steps.Select(tried => tried.Load).Distinct().Count().ShouldBe(result.Steps.Count);
            result.Steps.ShouldAllBe(tried => tried.Load >= from && tried.Load <= 2000);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task RunAsync_NothingDegrades_EndsAtTheLastLevel()
    {
        var result = await StressTest.RunAsync(Options(to: 250), HoldsUpTo(9999));
        result.Steps.Select(step => step.Load).ShouldBe([100, 200, 250]);
        result.MaximumSustainableLoad.ShouldBe(250);
        result.DegradationPoint.ShouldBeNull();
    }

    [Fact]
    public async Task RunAsync_WithoutSearch_StopsAtTheFirstDegradedLevel()
    {
        var options = Options();
        options.Bisect = false;
        var result = await StressTest.RunAsync(options, HoldsUpTo(250));
        result.Steps.Select(step => step.Load).ShouldBe([100, 200, 300]);
        (result.MaximumSustainableLoad, result.DegradationPoint).ShouldBe((200, 300));
    }

    [Fact]
    public async Task RunAsync_SlowAnswers_AreDegradedByTheirP95()
    {
        var options = Options();
        options.MaxP95Ms = 60;
        var result = await StressTest.RunAsync(options, HoldsUpTo(9999));
        result.DegradationCause!.ShouldMatch(@"^p95 [\d.]+ ms is over 60 ms$");
        result.Steps.Where(step => step.Degradation is null).ShouldAllBe(step => step.Result.Latency.Percentile(95) <= 0.06);
    }

    [Fact]
    public async Task RunAsync_RequestsThatWereNeverSent_CountAgainstSuccess()
    {
        var result = await StressTest.RunAsync(Options(to: 100), (load, _) => Task.FromResult(SampleResults.Level(load) with { NotSent = 1_000_000 }));
        result.DegradationCause!.ShouldStartWith("success ");
    }

    [Fact]
    public async Task RunAsync_NothingSucceeds_SaysSo()
    {
        var result = await StressTest.RunAsync(Options(), (_, _) => Task.FromResult(SampleResults.Empty));
        (result.DegradationPoint, result.DegradationCause, result.MaximumSustainableLoad).ShouldBe((100, "nothing succeeded", null));
        result.Steps.Count.ShouldBe(1);
        result.Scalability.ShouldBeNull();
    }

    [Fact]
    public async Task RunAsync_StoppedInALevel_KeepsTheLevelsBefore()
    {
        using var source = new CancellationTokenSource();
        var result = await StressTest.RunAsync(
            Options(),
            async (load, token) =>
            {
                if (load == 300)
                {
                    await source.CancelAsync();
                    token.ThrowIfCancellationRequested();
                }

                return SampleResults.Level(load);
            },
            cancellationToken: source.Token);
        result.Steps.Select(step => step.Load).ShouldBe([100, 200]);
        result.Stopped.ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_StoppedInTheFirstLevel_Throws()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => StressTest.RunAsync(Options(), HoldsUpTo(1), cancellationToken: source.Token));
    }

    [Fact]
    public async Task RunAsync_BetweenLevels_Rests()
    {
        var time = new ManualTimeProvider();
        var options = Options(to: 200);
        options.Cooldown = TimeSpan.FromSeconds(5);
        var levels = 0;
        var running = StressTest.RunAsync(options, (load, _) => Task.FromResult(SampleResults.Level(load + (0 * levels++))), time: time);
        levels.ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(5));
        await running;
        levels.ShouldBe(2);
    }

    [Fact]
    public async Task RunAsync_Progress_TellsEachLevelTwice()
    {
        var reports = new List<StressProgress>();
        await StressTest.RunAsync(Options(to: 200), HoldsUpTo(150), new Reports(reports));
        reports.Where(report => report.Step is null).Select(report => report.Level).ShouldBe(reports.Where(report => report.Step is not null).Select(report => report.Level));
        reports.Where(report => report.IsSearching).ShouldAllBe(report => report.Level > 100 && report.Level < 200);
        reports.Count.ShouldBeGreaterThan(4);
    }

    [Theory]
    [InlineData(0, 10, 1, "From")]
    [InlineData(10, 5, 1, "To")]
    [InlineData(1, 10, 0, "Step")]
    [InlineData(1, 5000, 1, "Step")]
    public async Task RunAsync_OptionsThatCannotBe_NamesTheField(double from, double to, double step, string field)
    {
        var error = await Should.ThrowAsync<ValidationException>(() => StressTest.RunAsync(Options(from, to, step), HoldsUpTo(1)));
        error.Message.ShouldContain($"field {field} must");
    }

    private sealed class Reports(List<StressProgress> list) : IProgress<StressProgress>
    {
        public void Report(StressProgress value) => list.Add(value);
    }
}
