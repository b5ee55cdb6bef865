using System.Text.Json;
using Attune.Lab.Reports;

namespace Attune.Lab.Tests.Reports;

public class StressReportTests
{
    [Fact]
    public void ToJson_AClimb_HasLevelsInOrderAndWhatWasFound()
    {
        using var json = JsonDocument.Parse(StressReport.ToJson(SampleResults.Climb));
        var root = json.RootElement;
        var loads = root.GetProperty("levels").EnumerateArray().Select(level => level.GetProperty("load").GetDouble()).ToList();
        loads.ShouldBe(loads.Order());
        loads.Count.ShouldBe(10);
        root.GetProperty("maximumSustainableLoad").GetDouble().ShouldBe(662);
        root.GetProperty("degradationPoint").GetDouble().ShouldBe(675);
        root.GetProperty("scalability").GetProperty("peakConcurrency").GetDouble().ShouldBe(288, 5);
        root.GetProperty("percentileCurves").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public void ToJson_NoPeak_IsNull()
    {
        var result = SampleResults.Climb with { Scalability = new Attune.Lab.Stress.ScalabilityFit(1, 0, 0, 1, double.PositiveInfinity, double.PositiveInfinity) };
        using var json = JsonDocument.Parse(StressReport.ToJson(result));
        json.RootElement.GetProperty("scalability").GetProperty("peakConcurrency").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void ToCsv_AClimb_HasALineForEachLevel()
    {
        var lines = StressReport.ToCsv(SampleResults.Climb).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(11);
        lines.ShouldAllBe(line => line.Split(',').Length == 16);
        lines[^1].ShouldStartWith("700,users,no,");
        lines[^1].ShouldEndWith(",success 90 % is below 95 %");
    }

    [Fact]
    public void ToCsv_ACauseWithCommaAndQuote_IsQuoted()
    {
        var climb = SampleResults.Climb;
        var result = climb with { Steps = [climb.Steps[0] with { Degradation = "p95 1,204 ms \"slow\"" }] };
        StressReport.ToCsv(result).ShouldEndWith(",\"p95 1,204 ms \"\"slow\"\"\"\r\n");
    }

    [Fact]
    public void ToMarkdown_AClimb_SaysWhatHolds()
    {
        var text = StressReport.ToMarkdown(SampleResults.Climb);
        text.ShouldContain("It holds 662 users and degrades at 675 users");
        text.ShouldContain("| Users | Throughput | Success | p50 | p95 | p99 | Max | Verdict |");
        text.ShouldContain("Universal Scalability Law");
    }

    [Theory]
    [InlineData(ReportFormat.Json)]
    [InlineData(ReportFormat.Csv)]
    [InlineData(ReportFormat.Markdown)]
    [InlineData(ReportFormat.Html)]
    public void Write_ALevelWithoutAnswers_Works(ReportFormat format)
    {
        var climb = SampleResults.Climb;
        var result = climb with { Steps = [climb.Steps[0] with { Result = SampleResults.Empty }], MaximumSustainableLoad = null, Scalability = null };
        StressReport.Write(result, format).ShouldNotBeNullOrWhiteSpace();
    }
}
