using System.Globalization;
using System.Text.Json;
using Attune.Lab.Reports;

namespace Attune.Lab.Tests.Reports;

public class LoadReportTests
{
    [Fact]
    public void ToJson_ARun_HasEveryPercentileInMilliseconds()
    {
        var result = SampleResults.Stalled();
        using var json = JsonDocument.Parse(LoadReport.ToJson(result));
        var latency = json.RootElement.GetProperty("latencyMs");
        foreach (var (name, percent) in new[] { ("p50", 50), ("p75", 75), ("p90", 90), ("p95", 95), ("p99", 99), ("p99.9", 99.9), ("max", 100) })
        {
            latency.GetProperty(name).GetDouble().ShouldBe(result.Latency.Percentile(percent) * 1000, 0.0001, name);
        }

        json.RootElement.GetProperty("requests").GetInt64().ShouldBe(60_000);
        json.RootElement.GetProperty("offeredPerSecond").GetDouble().ShouldBe(2000);
        json.RootElement.GetProperty("timeline").GetArrayLength().ShouldBe(30);
        json.RootElement.GetProperty("passed").GetBoolean().ShouldBeFalse();
        json.RootElement.GetProperty("phasesMs").GetProperty("connect").GetProperty("count").GetInt64().ShouldBe(64);
    }

    [Fact]
    public void ToJson_TheDistribution_HoldsEveryAnswerOnce()
    {
        var result = SampleResults.Stalled();
        using var json = JsonDocument.Parse(LoadReport.ToJson(result));
        var bins = json.RootElement.GetProperty("distribution").EnumerateArray().ToList();
        bins.Sum(bin => bin.GetProperty("count").GetInt64()).ShouldBe(result.Latency.Count);
        bins.ShouldAllBe(bin => bin.GetProperty("count").GetInt64() >= 0);
        bins[0].GetProperty("fromMs").GetDouble().ShouldBe(result.Latency.Min * 1000, 0.001);
        bins[^1].GetProperty("toMs").GetDouble().ShouldBe(result.Latency.Max * 1000, 0.001);
    }

    [Fact]
    public void ToJson_ThePercentileCurve_RisesToTheMaximumAndShowsTheOmission()
    {
        var result = SampleResults.Stalled();
        using var json = JsonDocument.Parse(LoadReport.ToJson(result));
        var points = json.RootElement.GetProperty("percentiles").EnumerateArray().ToList();
        var latencies = points.Select(point => point.GetProperty("latencyMs").GetDouble()).ToList();
        latencies.ShouldBe(latencies.Order());
        latencies[^1].ShouldBe(result.Latency.Max * 1000, 0.001);
        points[^1].GetProperty("oneIn").GetDouble().ShouldBe(60_000);
        points[^1].GetProperty("serviceTimeMs").GetDouble().ShouldBeLessThan(100);
    }

    [Fact]
    public void ToJson_NothingAnswered_HasNullRatherThanZero()
    {
        using var json = JsonDocument.Parse(LoadReport.ToJson(SampleResults.Empty));
        json.RootElement.GetProperty("latencyMs").GetProperty("p95").ValueKind.ShouldBe(JsonValueKind.Null);
        json.RootElement.GetProperty("offeredPerSecond").ValueKind.ShouldBe(JsonValueKind.Null);
        json.RootElement.GetProperty("distribution").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void ToCsv_ARun_HasALineForEachSecond()
    {
        var result = SampleResults.Stalled(5);
        var lines = LoadReport.ToCsv(result).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("second,offered_per_second,requests,failed,p50_ms,p95_ms,p99_ms,max_ms,in_flight");
        lines.Length.ShouldBe(6);
        var fields = lines[3].Split(',');
        fields[0].ShouldBe("2");
        double.Parse(fields[5], CultureInfo.InvariantCulture).ShouldBe(result.Timeline[2].P95 * 1000, 0.0001);
    }

    [Fact]
    public void ToCsv_ASecondWithoutAnswers_HasEmptyFields()
    {
        var result = SampleResults.Empty with { Timeline = [new(TimeSpan.Zero, null, 0, 0, double.NaN, double.NaN, double.NaN, double.NaN, 3)] };
        LoadReport.ToCsv(result).ShouldEndWith("\r\n0,,0,0,,,,,3\r\n");
    }

    [Fact]
    public void ToMarkdown_ARun_HasTablesFindingsAndThresholds()
    {
        var text = LoadReport.ToMarkdown(SampleResults.Stalled());
        text.ShouldContain("| Time | Mean | p50 | p75 | p90 | p95 | p99 | p99.9 | Max |");
        text.ShouldContain("| p95 \\< 500ms | 1.02 s | no |");
        text.ShouldContain("| status 503 | 29 |");
        text.ShouldContain("acceptable (below 1,000 ms");
        text.ShouldContain("excellent (over 99 %)");
        text.ShouldContain("- Result: failed");
    }

    [Fact]
    public void ToMarkdown_HostileTexts_StayText()
    {
        var text = LoadReport.ToMarkdown(SampleResults.WithHostileTexts);
        text.Replace("\\<", "", StringComparison.Ordinal).ShouldNotContain("<");
        text.Replace("\\|", "", StringComparison.Ordinal).Split('\n').Where(line => line.Contains("alert", StringComparison.Ordinal) && line.StartsWith('|')).ShouldAllBe(line => line.Count(c => c == '|') <= 4);
        text.ShouldNotContain("[a](javascript");
    }

    [Theory]
    [InlineData(ReportFormat.Json)]
    [InlineData(ReportFormat.Csv)]
    [InlineData(ReportFormat.Markdown)]
    [InlineData(ReportFormat.Html)]
    public void Write_NothingAnswered_Works(ReportFormat format) => LoadReport.Write(SampleResults.Empty, format).ShouldNotBeNullOrWhiteSpace();

    [Theory]
    [InlineData("a.html", ReportFormat.Html)]
    [InlineData("a.b.JSON", ReportFormat.Json)]
    [InlineData("/x/a.csv", ReportFormat.Csv)]
    [InlineData("a.md", ReportFormat.Markdown)]
    [InlineData("a.txt", null)]
    [InlineData("html", null)]
    public void OfPath_AName_GivesTheFormat(string path, ReportFormat? format) => ReportFormats.OfPath(path).ShouldBe(format);
}
