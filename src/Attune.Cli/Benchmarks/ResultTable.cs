using Attune.Cli.Output;
using Attune.Lab.Benchmarks;
using Attune.Storage.Benchmarks;
using Spectre.Console;

namespace Attune.Cli.Benchmarks;

/// <summary>A run as a table.</summary>
internal static class ResultTable
{
    private const int MostQualities = 4;

    public static void Write(BenchmarkRun run)
    {
        var table = TableOutput.Create();
        table.AddColumn(new TableColumn("Benchmark").NoWrap());
        foreach (var name in new[] { "Target", "Measured", "±", "Margin" })
        {
            table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
        }

        table.AddColumns("", "Beside", "Quality");
        foreach (var result in run.Results)
        {
            table.AddRow(
                new Text($"{result.Suite}/{result.Name}"), new Text(Target(result)), new Text(result.Value is null ? "" : FigureFormat.Of(result.Value, result.Unit)),
                new Text(result.Summary is { Count: > 1 } summary ? FigureFormat.Of(summary.StandardDeviation) : ""), new Text(Margin(result)), Verdict(result),
                new Text(Peer(result)), new Text(Quality(result)));
        }

        Terminal.Console.Write(table);
        Terminal.Console.WriteLine(Footer(run.Info));
        var (ran, passed) = (run.Results.Count(result => result.Outcome != BenchmarkOutcome.Unavailable), run.Results.Count(result => result.Passed));
        Terminal.Console.WriteLine($"{run.Results.Count} {(run.Results.Count == 1 ? "benchmark" : "benchmarks")}: {passed} passed, {ran - passed} not, {run.Results.Count - ran} cannot run here.");
    }

    public static string Target(BenchmarkResult result) =>
        result.Target is { } target ? $"{(result.Better == Better.Lower ? "≤" : "≥")} {FigureFormat.Of(target.Value, result.Unit)}" : "";

    private static string Footer(StoredRun run) =>
        $"{(run.Id > 0 ? $"Run {run.Id}" : "Not stored")}: {run.Cpu}, {run.Cores} cores, {run.Runtime}, "
        + $"{(run.Commit is null ? "no commit" : $"commit {run.Commit[..Math.Min(10, run.Commit.Length)]}{(run.IsDirty ? " with changes" : "")}")}, {Noise(run.Noise)}";

    private static string Noise(double? noise) => noise switch
    {
        null => "machine noise unknown",
        > 0.5 => "other work disturbed the machine strongly: take the figures with care",
        _ => $"machine noise {noise:P0}",
    };

    private static string Margin(BenchmarkResult result) =>
        result is { Target: { } target, Value: { } value } ? FigureFormat.Change(target.Margin(value, result.Better)) : "";

    private static string Peer(BenchmarkResult result) => result.PeerName is not { } name ? ""
        : result.Ratio is { } ratio ? $"{ratio:0.00} × {FigureFormat.Of(result.PeerValue)} of {name}{(result.PeerUnavailable is null ? "" : " (published)")}"
        : $"{name}: {result.PeerUnavailable ?? FigureFormat.NoData}";

    private static string Quality(BenchmarkResult result)
    {
        var shown = string.Join(", ", result.Quality.Take(MostQualities).Select(item => $"{item.Key} {FigureFormat.Of(item.Value)}"));
        return result.Quality.Count <= MostQualities ? shown : $"{shown}, {result.Quality.Count - MostQualities} more with --json";
    }

    private static Text Verdict(BenchmarkResult result) => result switch
    {
        { Outcome: BenchmarkOutcome.Unavailable } => new Text(result.Error ?? "", new Style(Color.Grey)),
        { Outcome: not BenchmarkOutcome.Succeeded } => new Text($"{BenchmarkRow.NameOf(result.Outcome)}: {result.Error}", new Style(Color.Red)),
        { Passed: false } => new Text("missed", new Style(Color.Red)),
        { Target: null } => new Text("ok", new Style(Color.Green)),
        _ => new Text("pass", new Style(Color.Green)),
    };
}
