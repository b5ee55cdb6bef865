using Attune.Cli.Output;
using Attune.Lab.Analysis;
using Attune.Lab.History;
using Spectre.Console;

namespace Attune.Cli.Benchmarks;

/// <summary>Two runs beside each other.</summary>
internal static class ComparisonTable
{
    public static void Write(IReadOnlyList<ComparedBenchmark> comparison)
    {
        var table = TableOutput.Create("Benchmark");
        foreach (var name in new[] { "Before", "After", "Change", "95 % interval", "p", "Noise" })
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        table.AddColumn(new TableColumn(""));
        table.AddColumn(new TableColumn("Note"));
        foreach (var item in comparison)
        {
            table.AddRow(
                new Text(item.Key.ToString()), new Text(FigureFormat.Of(item.Baseline?.Value, item.Unit)), new Text(FigureFormat.Of(item.Candidate?.Value, item.Unit)),
                new Text(item.Result is { } result ? FigureFormat.Change(result.Change) : ""),
                new Text(item.Result?.Interval is { } interval ? $"{FigureFormat.Change(interval.Lower)} .. {FigureFormat.Change(interval.Upper)}" : ""),
                new Text(item.Result is { } tested ? FigureFormat.Of(tested.PValue) : ""), new Text(item.Result is { } noisy ? $"{noisy.NoiseFloor:P0}" : ""),
                Verdict(item.Verdict), new Text(item.Note ?? ""));
        }

        TableOutput.Write(table, comparison.Count, "benchmarks in common");
    }

    public static object ToJson(ComparedBenchmark item) => new
    {
        suite = item.Key.Suite, name = item.Key.Name, parameters = item.Key.Parameters, unit = item.Unit, before = item.Baseline?.Value, after = item.Candidate?.Value,
        change = item.Result?.Change, lower = item.Result?.Interval?.Lower, upper = item.Result?.Interval?.Upper, pValue = item.Result?.PValue,
        cliffsDelta = item.Result?.CliffsDelta, noiseFloor = item.Result?.NoiseFloor, verdict = item.Verdict.ToString().ToLowerInvariant(), note = item.Note,
    };

    private static Text Verdict(Verdict verdict) => new(verdict.ToString().ToLowerInvariant(), new Style(verdict switch
    {
        Lab.Analysis.Verdict.Improved => Color.Green,
        Lab.Analysis.Verdict.Regressed => Color.Red,
        Lab.Analysis.Verdict.Inconclusive => Color.Grey,
        _ => Color.Default,
    }));
}
