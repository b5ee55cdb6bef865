using Attune.Lab.Analysis;
using Attune.Lab.Benchmarks;

namespace Attune.Lab.Tests.Analysis;

public class RegressionDetectorTests
{
    [Fact]
    public void Detect_LastingSlowdown_NamesTheRunAndTheChange()
    {
        var regression = RegressionDetector.Detect(History((30, 100), (10, 110)))!;
        regression.SinceRun.ShouldBe(30);
        regression.Change.ShouldBe(0.1, 0.02);
        regression.Interval.Contains(0.1).ShouldBeTrue();
        regression.PValue.ShouldBeLessThan(0.001);
    }

    [Fact]
    public void Detect_FallWhereHigherIsBetter_IsARegression()
    {
        var runs = History((30, 100), (10, 90));
        RegressionDetector.Detect(runs).ShouldBeNull();
        RegressionDetector.Detect(runs, new RegressionOptions { Better = Better.Higher })!.Change.ShouldBe(-0.1, 0.02);
    }

    [Fact]
    public void Detect_RepairedRegression_IsOver()
    {
        RegressionDetector.Detect(History((30, 100), (10, 110), (10, 100))).ShouldBeNull();
        RegressionDetector.Detect(History((30, 100), (10, 120), (10, 110)))!.Change.ShouldBe(0.1, 0.02);
    }

    [Fact]
    public void Detect_TwoRegressions_NamesTheLast() => RegressionDetector.Detect(History((30, 100), (15, 110), (15, 121)))!.SinceRun.ShouldBe(45);

    [Theory]
    [InlineData(0.03, 0)]
    [InlineData(0, 0.03)]
    public void Detect_ChangeBelowWhatMattersOrTheNoiseFloor_IsNone(double minimumChange, double noiseFloor)
    {
        var runs = History((30, 100), (20, 102));
        RegressionDetector.Detect(runs, new RegressionOptions { MinimumChange = 0 }).ShouldNotBeNull();
        RegressionDetector.Detect(runs, new RegressionOptions { MinimumChange = minimumChange, NoiseFloor = noiseFloor }).ShouldBeNull();
    }

    [Fact]
    public void Detect_OneSlowRun_IsNone()
    {
        var runs = History((40, 100));
        runs[^1] = 300;
        RegressionDetector.Detect(runs).ShouldBeNull();
    }

    [Fact]
    public void Detect_GrowingHistoriesOfSkewedNoise_RarelyAlarms()
    {
        var random = new Random(31);
        var alarmed = 0;
        for (var history = 0; history < 100; history++)
        {
            var runs = Samples.Normal(random, 50).Select(value => 100 + (5 * Math.Exp(value))).ToArray();
            alarmed += Enumerable.Range(20, 31).Any(count => RegressionDetector.Detect(runs.AsSpan(0, count)) is not null) ? 1 : 0;
        }

        alarmed.ShouldBeLessThanOrEqualTo(4);
    }

    [Fact]
    public void Detect_TooFewRunsOrEqualOnes_IsNone()
    {
        RegressionDetector.Detect([1, 1, 1, 2, 2, 2]).ShouldBeNull();
        RegressionDetector.Detect(new double[50]).ShouldBeNull();
        RegressionDetector.Detect([]).ShouldBeNull();
    }

    private static double[] History(params (int Runs, double Level)[] levels)
    {
        var random = new Random(8);
        return [.. levels.SelectMany(level => Samples.Normal(random, level.Runs, level.Level, 0.5))];
    }
}
