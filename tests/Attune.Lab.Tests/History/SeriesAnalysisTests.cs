using Attune.Lab.Analysis;
using Attune.Lab.History;

namespace Attune.Lab.Tests.History;

public class SeriesAnalysisTests
{
    [Fact]
    public void Of_FallingTimes_AreImproving()
    {
        var series = SeriesAnalysis.Of([.. Enumerable.Range(1, 12).Select(run => Records.Of([100.0 - run], run))]).ShouldHaveSingleItem();

        series.Trend.Direction.ShouldBe(TrendDirection.Improving);
        series.Trend.SlopePerRun.ShouldBe(-1, 1e-9);
        series.Summary.IsStable.ShouldBeTrue();
    }

    [Fact]
    public void Of_FallingRates_AreDegrading() =>
        SeriesAnalysis.Of([.. Enumerable.Range(1, 12).Select(run => Records.Of([100.0 - run], run, lowerIsBetter: false))])[0].Trend.Direction.ShouldBe(TrendDirection.Degrading);

    [Fact]
    public void Of_SeveralBenchmarksAndMachines_AreSeparateSeries() =>
        SeriesAnalysis.Of([Records.Of([1]), Records.Of([1], name: "other"), Records.Of([1], machine: "n"), Records.Of([2], run: 2)])
            .Select(series => (series.Key.Name, series.MachineId, series.Values.Count)).ShouldBe([("sort", "m", 2), ("other", "m", 1), ("sort", "n", 1)]);

    [Fact]
    public void Of_FailedRuns_AreCountedAndLeftOut()
    {
        var series = SeriesAnalysis.Of([Records.Of([5]), Records.Of([], run: 2, outcome: "failed"), Records.Of([7], run: 3)]).ShouldHaveSingleItem();

        (series.Failures, series.Values.Count, series.Summary.Max).ShouldBe((1, 2, 7));
    }

    [Fact]
    public void Of_OnlyFailures_IsNoSeries() => SeriesAnalysis.Of([Records.Of([], outcome: "failed")]).ShouldBeEmpty();

    [Fact]
    public void Of_StepUp_NamesTheRunAndItsCommit()
    {
        double[] noise = [0, 0.4, -0.3, 0.1, -0.2, 0.3, 0.2, -0.4, 0.1, -0.1];
        var records = Enumerable.Range(1, 20).Select(run => Records.Of([(run <= 10 ? 100 : 120) + noise[run % 10]], run, commit: $"{run:D7}abc")).ToList();

        var series = SeriesAnalysis.Of(records).ShouldHaveSingleItem();

        series.RegressedSince!.Id.ShouldBe(11);
        series.Changes.ShouldBe([10]);
        series.Regression!.Change.ShouldBe(0.2, 0.01);
        Verdicts.Of(series).ShouldStartWith("regressed since run 11 (0000011) by +20.");
    }

    [Fact]
    public void Of_StepDownOfATime_IsNoRegression()
    {
        var series = SeriesAnalysis.Of([.. Enumerable.Range(1, 20).Select(run => Records.Of([(run <= 10 ? 120 : 100) + run % 3 * 0.1], run))]).ShouldHaveSingleItem();

        series.Regression.ShouldBeNull();
        series.Changes.ShouldBe([10]);
    }
}
