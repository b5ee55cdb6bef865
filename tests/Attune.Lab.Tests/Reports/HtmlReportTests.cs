using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Attune.Lab.Reports;

namespace Attune.Lab.Tests.Reports;

public partial class HtmlReportTests
{
    [GeneratedRegex("<script(?<attributes>[^>]*)>(?<content>.*?)</script>", RegexOptions.Singleline, 10_000)]
    private static partial Regex Scripts();

    [GeneratedRegex("<style>(?<content>.*?)</style>", RegexOptions.Singleline, 10_000)]
    private static partial Regex Styles();

    public static TheoryData<string> Pages => new(
        LoadReport.ToHtml(SampleResults.Stalled()), LoadReport.ToHtml(SampleResults.Empty), LoadReport.ToHtml(SampleResults.WithHostileTexts),
        StressReport.ToHtml(SampleResults.Climb), StressReport.ToHtml(SampleResults.Stress(false, 100)));

    [Theory]
    [MemberData(nameof(Pages))]
    public void ToHtml_AnyPage_NamesTheHashOfEverythingThatRuns(string page)
    {
        var policy = page.Split("Content-Security-Policy\" content=\"")[1].Split('"')[0].Replace("&#39;", "'", StringComparison.Ordinal).Replace("&#x2B;", "+", StringComparison.Ordinal);
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe");
        var scripts = Scripts().Matches(page);
        scripts.Count.ShouldBe(4);
        foreach (var script in scripts.Where(script => !script.Groups["attributes"].Value.Contains("application/json", StringComparison.Ordinal)))
        {
            policy.ShouldContain(Hash(script.Groups["content"].Value));
        }

        policy.ShouldContain(Hash(Styles().Matches(page).ShouldHaveSingleItem().Groups["content"].Value));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void ToHtml_AnyPage_FetchesNothing(string page)
    {
        foreach (Match address in Regex.Matches(page, "(?:src|href|action)=\"(?<address>[^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(10)))
        {
            address.Groups["address"].Value.ShouldMatch("^(data:|#)");
        }

        Styles().Match(page).Value.ShouldNotContain("url(");
        page.ShouldNotContain("@import");
    }

    [Fact]
    public void ToHtml_HostileTexts_StayText()
    {
        var page = LoadReport.ToHtml(SampleResults.WithHostileTexts);
        page.ShouldNotContain("<img src=x");
        page.ShouldNotContain("<script>alert");
        using var data = Data(page);
        data.RootElement.GetProperty("name").GetString().ShouldBe(SampleResults.Hostile);
    }

    [Fact]
    public void ToHtml_ARun_EmbedsTheWholeResult()
    {
        using var data = Data(LoadReport.ToHtml(SampleResults.Stalled()));
        using var report = JsonDocument.Parse(LoadReport.ToJson(SampleResults.Stalled()));
        JsonElement.DeepEquals(data.RootElement, report.RootElement).ShouldBeTrue();
    }

    [Fact]
    public void ToHtml_ALoadRun_HasNoPlotsAgainstLoad()
    {
        var page = LoadReport.ToHtml(SampleResults.Stalled());
        page.ShouldContain("id=\"percentiles\"");
        page.ShouldNotContain("id=\"throughput\"");
    }

    [Fact]
    public void ToHtml_AStressTest_HasTheFourPlots()
    {
        var page = StressReport.ToHtml(SampleResults.Climb);
        foreach (var id in new[] { "throughput", "p95", "success", "distribution", "percentiles" })
        {
            page.ShouldContain($"<section class=\"card span-6\" id=\"{id}\"");
        }

        page.ShouldContain("<td>success 90 % is below 95 %</td>");
    }

    [Fact]
    public void ToHtml_ALongRun_ThinsTheTableAndSaysSo()
    {
        var page = LoadReport.ToHtml(SampleResults.Stalled(250));
        page.ShouldContain("every 3 s; the CSV report has all");
        page.Split("<th scope=\"row\">").Length.ShouldBeLessThan(200);
    }

    private static JsonDocument Data(string page) =>
        JsonDocument.Parse(Scripts().Matches(page).Single(script => script.Groups["attributes"].Value.Contains("application/json", StringComparison.Ordinal)).Groups["content"].Value);

    private static string Hash(string content) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'";
}
