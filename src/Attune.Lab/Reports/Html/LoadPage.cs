using Attune.Lab.Load;
using Attune.Lab.Reports.Documents;

namespace Attune.Lab.Reports.Html;

/// <summary>A load run as a page.</summary>
internal static class LoadPage
{
    /// <summary>Rows of the second-by-second table; of longer runs every so many seconds are shown.</summary>
    private const int MostRows = 120;

    public static string Write(LoadResult result)
    {
        var document = LoadDocument.Of(result);
        Markup[] main =
        [
            Tiles(result),
            Cards.Findings(LoadFindings.Of(result)),
            Cards.Facts(LoadTables.Summary(result)),
            Cards.Chart("rate", "Rate", "requests a second", $"{Figure.Rate(result.RequestsPerSecond)} answered on average; second by second in the table at the end", Markup.None),
            Cards.Chart("latency", "Latency", "from the intended start", $"p95 {P(result, 95)} over the whole run", Markup.None),
            Cards.Chart("errors", "Failed requests", "a second", $"{Figure.Count(result.Failed)} in all", Markup.None),
            Cards.Chart("in-flight", "In flight", "under way or waiting, at the end of each second", $"{Figure.Count(result.Timeline.Select(second => second.InFlight).DefaultIfEmpty().Max())} at most", Markup.None),
            DistributionCards.Distribution(document.Distribution),
            Cards.Chart("percentiles", "Latency by percentile", "1/(1 − p), logarithmic", $"p50 {P(result, 50)}, p99 {P(result, 99)}, maximum {P(result, 100)}", Cards.Details("Figures as a table", DistributionCards.PercentileTable(document.Percentiles))),
            Cards.TableCard("latencies", LoadTables.Latencies(result), span: "span-12"),
            Cards.Row(
                Cards.TableCard("thresholds", LoadTables.Thresholds(result)), Cards.TableCard("causes", LoadTables.Errors(result)), Cards.TableCard("statuses", LoadTables.Statuses(result))),
            Timeline(document),
        ];
        return ReportPage.Write(
            $"{result.Name}: load test of {result.Target}", $"Load test: {result.Name}", ReportOutcome.Of(result), Markup.Join(main),
            ReportJson.WriteForHtml(document), $"Started {result.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC. Latencies count from the intended start, so waiting for a slow server shows.");
    }

    private static string P(LoadResult result, double percent) => Figure.Milliseconds(result.Latency.Percentile(percent) * 1000);

    private static Markup Tiles(LoadResult result)
    {
        var missed = result.Thresholds.Count(threshold => !threshold.Passed);
        return Cards.Tiles(
            Cards.Tile("Answered", Figure.Rate(result.RequestsPerSecond), result.OfferedRate is { } offered ? $"of {Figure.Rate(offered)} offered" : $"{Figure.Count(result.Requests)} requests"),
            Cards.Tile("Latency, p95", P(result, 95), $"p50 {P(result, 50)}, p99 {P(result, 99)}"),
            result.Requests == 0
                ? Cards.Tile("Success", "No data", "no request came to an end")
                : Cards.Tile("Success", Figure.Percent(result.SuccessRate), result.Failed == 0 ? "none failed" : $"{Figure.Count(result.Failed)} failed", result.Failed == 0),
            Cards.Tile(
                "Thresholds", result.Thresholds.Count == 0 ? "None" : $"{result.Thresholds.Count - missed} of {result.Thresholds.Count}",
                result.Thresholds.Count == 0 ? "none were set" : missed == 0 ? "all kept" : $"{missed} missed", result.Thresholds.Count == 0 ? null : missed == 0));
    }

    private static Markup Timeline(LoadDocument document)
    {
        var every = (document.Timeline.Count + MostRows - 1) / MostRows;
        var rows = document.Timeline.Where((_, index) => index % Math.Max(every, 1) == 0).Select(point => (string[])
        [
            $"{point.Second:0.0} s", point.OfferedPerSecond is { } offered ? Figure.Count(offered) : "–", Figure.Count(point.Requests), Figure.Count(point.Failed),
            .. new[] { point.P50Ms, point.P95Ms, point.P99Ms, point.MaxMs }.Select(value => Figure.Milliseconds(value ?? double.NaN)), Figure.Count(point.InFlight),
        ]);
        return document.Timeline.Count == 0 ? Markup.None : Cards.Card("timeline", "Second by second", every > 1 ? $"every {every} s; the CSV report has all" : "", "span-12", Cards.Details(
            "Figures as a table", Cards.Table(new ReportTable("Second by second", ["At", "Offered", "Answered", "Failed", "p50", "p95", "p99", "Max", "In flight"], [.. rows]))));
    }
}
