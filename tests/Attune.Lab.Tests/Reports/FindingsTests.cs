using Attune.Lab.Load;
using Attune.Lab.Reports;
using Attune.Measurement;

namespace Attune.Lab.Tests.Reports;

public class FindingsTests
{
    [Theory]
    [InlineData(0.2, FindingVerdict.Good, "excellent (below 500 ms)")]
    [InlineData(0.7, FindingVerdict.Fair, "acceptable (below 1,000 ms")]
    [InlineData(1.5, FindingVerdict.Poor, "needs improvement")]
    public void Of_AP95_IsJudgedByTheGuide(double seconds, FindingVerdict verdict, string words)
    {
        var finding = LoadFindings.Of(With(seconds, 1000, 0))[0];
        finding.Verdict.ShouldBe(verdict);
        finding.Text.ShouldContain(words);
    }

    [Theory]
    [InlineData(1000, 0, FindingVerdict.Good)]
    [InlineData(990, 10, FindingVerdict.Fair)]
    [InlineData(991, 9, FindingVerdict.Good)]
    [InlineData(951, 49, FindingVerdict.Fair)]
    [InlineData(950, 50, FindingVerdict.Poor)]
    public void Of_AShareOfSuccess_IsJudgedByTheGuide(long succeeded, long failed, FindingVerdict verdict) =>
        LoadFindings.Of(With(0.1, succeeded, failed))[1].Verdict.ShouldBe(verdict);

    [Fact]
    public void Of_WaitingBeforeTheSending_NamesWhatAClosedLoopWouldReport() =>
        LoadFindings.Of(SampleResults.Stalled()).ShouldContain(finding => finding.Text.Contains("instead of 1,695 ms", StringComparison.Ordinal));

    [Fact]
    public void Of_RequestsNotSent_DoubtsTheRun() =>
        LoadFindings.Of(SampleResults.Stalled() with { NotSent = 5 }).ShouldContain(finding => finding.Verdict == FindingVerdict.Poor && finding.Text.StartsWith("5 of 60,005 due requests", StringComparison.Ordinal));

    [Fact]
    public void Outcome_NothingSucceeded_IsNotGoodEvenWithoutThresholds()
    {
        ReportOutcome.Of(SampleResults.Empty).ShouldBe(new ReportOutcome(false, "Nothing answered"));
        ReportOutcome.Of(With(0.1, 0, 5)).ShouldBe(new ReportOutcome(false, "Nothing succeeded"));
        ReportOutcome.Of(With(0.1, 5, 0)).ShouldBe(new ReportOutcome(true, "Finished"));
        ReportOutcome.Of(SampleResults.Stalled()).ShouldBe(new ReportOutcome(false, "Failed"));
    }

    private static LoadResult With(double seconds, long succeeded, long failed)
    {
        var histogram = new LatencyHistogram();
        histogram.RecordSeconds(seconds);
        return SampleResults.Empty with { Succeeded = succeeded, Failed = failed, Latency = histogram.Snapshot(), ServiceTime = histogram.Snapshot() };
    }
}
