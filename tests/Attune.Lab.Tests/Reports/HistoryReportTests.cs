using System.Text.Json;
using Attune.Lab.Reports;
using Attune.Lab.Tests.History;

namespace Attune.Lab.Tests.Reports;

public class HistoryReportTests
{
    [Fact]
    public void Write_Csv_QuotesAndDefusesFormulas()
    {
        var lines = HistoryReport.Write([Records.Of([1.5], label: "=HYPERLINK(\"x\"),y")], ReportFormat.Csv).Split("\r\n");

        lines[0].ShouldStartWith("run,started_at,suite,name,");
        lines[1].ShouldContain("s,sort,,1.5,ms,lower");
        lines[1].ShouldEndWith("\"'=HYPERLINK(\"\"x\"\"),y\"");
    }

    [Fact]
    public void Write_Markdown_EscapesPipes()
    {
        var record = Records.Of([], outcome: "failed");

        HistoryReport.Write([record with { Measurement = record.Measurement with { Error = "a | b\nc" } }], ReportFormat.Markdown).ShouldContain("failed: a \\| b c |");
    }

    [Fact]
    public void Write_Json_HoldsTheSamples()
    {
        var json = JsonDocument.Parse(HistoryReport.Write([Records.Of([1, 2])], ReportFormat.Json));

        json.RootElement[0].GetProperty("measurement").GetProperty("samples").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public void Write_Html_HasAChartForEachSeriesAndEscapesForeignText()
    {
        var html = HistoryReport.Write([Records.Of([1, 2], label: "<b>"), Records.Of([3], run: 2), Records.Of([4], name: "x</script><script>alert(1)</script>"), Records.Of([4], name: "x</script><script>alert(1)</script>", run: 2), Records.Of([4], name: "once")], ReportFormat.Html);

        html.ShouldStartWith("<!doctype html>");
        html.ShouldContain("id=\"series-0\"");
        html.ShouldContain("id=\"series-1\"");
        html.ShouldNotContain("id=\"series-2\"");
        html.ShouldContain("s/once");
        html.ShouldNotContain("<script>alert(1)");
    }

    [Theory]
    [InlineData(ReportFormat.Html)]
    [InlineData(ReportFormat.Csv)]
    [InlineData(ReportFormat.Markdown)]
    [InlineData(ReportFormat.Json)]
    public void Write_Nothing_IsStillADocument(ReportFormat format) => Should.NotThrow(() => HistoryReport.Write([], format));
}
