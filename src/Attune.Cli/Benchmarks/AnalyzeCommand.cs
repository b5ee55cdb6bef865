using System.CommandLine;
using Attune.Cli.Commands;
using Attune.Cli.Output;
using Attune.Lab.History;
using Spectre.Console;

namespace Attune.Cli.Benchmarks;

/// <summary><c>attune benchmark analyze</c>.</summary>
internal static class AnalyzeCommand
{
    public static Command Create()
    {
        var fail = new Option<bool>("--fail-on-regression") { Description = "Exit with 3 when a benchmark is worse than it was." };
        var command = new Command("analyze", "Find trends and regressions in the history: each benchmark over its runs.\n\nExample: attune benchmark analyze --days 7") { fail };
        var filter = HistoryFilter.AddTo(command, defaultDays: 30, defaultLimit: 10_000);
        var common = CommonOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var query = filter.Query(parsed) with { IncludeSamples = true };
            await using var storage = BenchmarkHistory.OpenToRead(common.Load(parsed));
            var store = storage.Benchmarks;
            var series = SeriesAnalysis.Of(await store.GetRecordsAsync(query, cancellationToken));
            if (parsed.GetValue(common.Json))
            {
                JsonOutput.Write(series.Select(ToJson));
            }
            else
            {
                WriteTable(series);
            }

            return parsed.GetValue(fail) && series.Any(item => item.Regression is not null) ? ExitCodes.Regression : ExitCodes.Success;
        });
        return command;
    }

    private static object ToJson(SeriesAnalysis series) => new
    {
        suite = series.Key.Suite, name = series.Key.Name, parameters = series.Key.Parameters, machine = series.MachineId, unit = series.Unit, runs = series.Values.Count,
        failures = series.Failures, latest = series.Values[^1], mean = series.Summary.Mean, median = series.Summary.Median, deviation = series.Summary.StandardDeviation,
        p50 = series.Summary.P50, p90 = series.Summary.P90, p95 = series.Summary.P95, p99 = series.Summary.P99,
        trend = series.Trend.Direction.ToString().ToLowerInvariant(), slopePerRun = series.Trend.SlopePerRun, trendPValue = series.Trend.PValue,
        stability = series.Summary.IsStable ? "stable" : "variable", noiseFloor = series.NoiseFloor,
        changes = series.Changes.Select(index => series.Records[index].Run.Id),
        regression = series.Regression is not { } regression ? null : new
        {
            sinceRun = series.RegressedSince!.Id, sinceCommit = series.RegressedSince.Commit, change = regression.Change, lower = regression.Interval.Lower,
            upper = regression.Interval.Upper, pValue = regression.PValue,
        },
    };

    private static void WriteTable(IReadOnlyList<SeriesAnalysis> all)
    {
        var table = TableOutput.Create("Benchmark");
        foreach (var name in new[] { "Runs", "Latest", "Median", "±", "p95", "A/A noise" })
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        table.AddColumns("Stability", "Verdict");
        foreach (var series in all)
        {
            table.AddRow(
                new Text(series.Key.ToString()), new Text(series.Failures == 0 ? $"{series.Values.Count}" : $"{series.Values.Count} + {series.Failures} failed"),
                new Text(FigureFormat.Of(series.Values[^1], series.Unit)), new Text(FigureFormat.Of(series.Summary.Median, series.Unit)),
                new Text(FigureFormat.Of(series.Summary.StandardDeviation)), new Text(FigureFormat.Of(series.Summary.P95)),
                new Text(series.NoiseFloor is { } noise ? $"{noise:P1}" : ""), new Text(series.Values.Count < 2 ? "" : series.Summary.IsStable ? "stable" : "variable"),
                new Text(Verdicts.Of(series), series.Regression is null ? null : new Style(Color.Red)));
        }

        TableOutput.Write(table, all.Count, "results in that time");
    }
}
