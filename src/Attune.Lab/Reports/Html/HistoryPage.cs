using Attune.Lab.History;
using Attune.Lab.Reports.Documents;
using Attune.Lab.Reports.Text;
using Attune.Storage.Benchmarks;

namespace Attune.Lab.Reports.Html;

/// <summary>The history of benchmarks as a page: each over its runs.</summary>
internal static class HistoryPage
{
    /// <summary>Charts that a page has at most; the table has them all.</summary>
    private const int MostCharts = 60;

    private const int MostFailures = 100;

    public static string Write(IReadOnlyList<BenchmarkRecord> records)
    {
        var all = SeriesAnalysis.Of(records);
        var repeated = all.Where(series => series.Values.Count > 1).ToList();
        var charted = repeated.Take(MostCharts).ToList();
        var regressed = all.Count(series => series.Regression is not null);
        var missed = all.Count(IsMissed);
        var failures = records.Where(record => record.Measurement.Outcome != "succeeded").Reverse().ToList();
        Markup[] main =
        [
            Cards.Tiles(
                Cards.Tile("Benchmarks", Figure.Count(all.Count), failures.Count == 0 ? $"{Figure.Count(records.Count)} results" : $"{Figure.Count(failures.Count)} of {Figure.Count(records.Count)} results failed", failures.Count == 0 ? null : false),
                Cards.Tile("Runs", Figure.Count(records.Select(record => record.Run.Id).Distinct().Count()), Period(records)),
                Targets(all.Count(series => series.Records[^1].Measurement.Target is not null), missed),
                Cards.Tile("Regressions", Figure.Count(regressed), regressed == 0 ? "no lasting change for the worse" : "lasting changes for the worse", regressed == 0)),
            Cards.TableCard("latest", new ReportTable(
                "Latest figures", ["Benchmark", "Runs", "Latest", "Median", "±", "Target", "A/A noise", "Verdict"], [.. all.Select(Row)], EndsWithText: true), span: "span-12"),
            Cards.TableCard("failures", new ReportTable(
                "Without a figure", ["Benchmark", "Run", "Time (UTC)", "Outcome"], [.. failures.Take(MostFailures).Select(Failure)], EndsWithText: true), span: "span-12"),
            .. charted.Select(Chart),
        ];
        return ReportPage.Write(
            "Benchmark history", "Benchmarks", Outcome(failures.Count, regressed, missed), Markup.Join(main),
            ReportJson.WriteForHtml(HistoryDocument.Of(charted)),
            repeated.Count > MostCharts ? $"The first {MostCharts} of {repeated.Count} benchmarks have charts: choose with --suite or --name to see others." : "Each point is the median of a run's iterations; benchmarks with one run have no chart.");
    }

    private static ReportOutcome Outcome(int failures, int regressions, int missed) =>
        failures > 0 ? new(false, $"{failures} failed")
        : regressions > 0 ? new(false, "Regressions")
        : missed > 0 ? new(false, "Targets missed")
        : new(true, "Good");

    private static Markup Targets(int targets, int missed) => targets == 0
        ? Cards.Tile("Targets", "None", "none is set")
        : Cards.Tile("Targets", missed == 0 ? "All met" : $"{missed} missed", $"of {targets}, by the latest figure of each", missed == 0);

    private static IReadOnlyList<string> Failure(BenchmarkRecord record) =>
        [SeriesKey.Of(record.Measurement).ToString(), $"{record.Run.Id}", $"{record.Measurement.StartedAt:yyyy-MM-dd HH:mm}", HistoryText.OutcomeOf(record.Measurement)];

    private static bool IsMissed(SeriesAnalysis series) =>
        series.Records[^1].Measurement.Target is { } target && (series.Better == Benchmarks.Better.Lower ? series.Values[^1] > target : series.Values[^1] < target);

    private static string Period(IReadOnlyList<BenchmarkRecord> records) =>
        records.Count == 0 ? "none" : $"{records[0].Measurement.StartedAt:yyyy-MM-dd} to {records[^1].Measurement.StartedAt:yyyy-MM-dd}";

    private static IReadOnlyList<string> Row(SeriesAnalysis series) =>
    [
        series.Key.ToString(), Figure.Count(series.Values.Count), Figure.WithUnit(series.Values[^1], series.Unit), Figure.WithUnit(series.Summary.Median, series.Unit),
        Figure.WithUnit(series.Summary.StandardDeviation, "").TrimEnd(), HistoryText.TargetOf(series.Records[^1].Measurement), series.NoiseFloor is { } noise ? Figure.Percent(noise) : "",
        Verdicts.Of(series),
    ];

    private static Markup Chart(SeriesAnalysis series, int index) => Cards.Chart(
        $"series-{index}", series.Key.ToString(), series.Better == Benchmarks.Better.Lower ? $"{series.Unit}, lower is better" : $"{series.Unit}, higher is better",
        $"latest {Figure.WithUnit(series.Values[^1], series.Unit)} of {series.Values.Count} runs",
        Cards.Details("Figures as a table", Cards.Table(new ReportTable(
            series.Key.ToString(), ["Run", "Time (UTC)", "Figure"],
            [.. series.Records.Select(record => (string[])[$"{record.Run.Id}", $"{record.Measurement.StartedAt:yyyy-MM-dd HH:mm}", Figure.WithUnit(record.Measurement.Value, series.Unit)])]))));
}
