using Attune.Lab.Benchmarks;
using Attune.Suites.Analysis;

namespace Attune.Suites.Tests.Analysis;

public class AnalysisSuiteTests
{
    [Fact]
    public void Suite_Always_HasTheRowsOfTheIssue() => AnalysisSuite.Suite.Create().Select(benchmark => benchmark.Name).ShouldBe(
        ["aa_false_alarm_rate", "shift_detection_3", "shift_detection_5", "shift_detection_10", "shift_detection_20", "tcpd_cover", "tcpd_f1"]);

    [Fact]
    public void Configure_DefaultOptions_RunsEachOnce()
    {
        foreach (var benchmark in AnalysisSuite.Suite.Create())
        {
            var options = benchmark.Configure(new BenchmarkOptions());
            (options.Iterations, options.WarmupIterations, options.MaxWarmupIterations).ShouldBe((1, 0, 0));
            benchmark.Figure.Source.ShouldBe(FigureSource.Reported);
        }
    }

    [SkippableFact]
    public async Task RunAsync_FoundShifts_ReportsRatesOfAllRules()
    {
        var benchmark = AnalysisSuite.Suite.Create().Single(candidate => candidate.Name == "shift_detection_10");
        Skip.If(benchmark.Unavailable is not null, benchmark.Unavailable);
        var context = new BenchmarkContext("unused");
        await benchmark.RunAsync(context, default);
        context.Quality["detector_rate"].ShouldBeGreaterThan(0.85);
        context.Quality["detector_false_alarms_per_1000_runs"].ShouldBeLessThan(0.5);
        context.Quality["mean_20_rate"].ShouldBeLessThan(context.Quality["detector_rate"]);
        (await benchmark.Peer!.MeasureAsync(context, default)).ShouldBe(context.Quality["otava_rate"]);
    }
}
