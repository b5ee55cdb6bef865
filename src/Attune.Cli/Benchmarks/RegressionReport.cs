using Attune.Cli.Output;
using Attune.Lab.Analysis;
using Attune.Lab.Benchmarks;
using Attune.Lab.History;
using Attune.Storage.Benchmarks;
using Spectre.Console;

namespace Attune.Cli.Benchmarks;

/// <summary>Says after a run what got worse: against the baseline, or against the benchmark's own history where there is no baseline.</summary>
internal static class RegressionReport
{
    /// <param name="store">The history; null without one.</param>
    /// <param name="run">The run.</param>
    /// <param name="reference">The baseline; null without one.</param>
    /// <param name="json">Whether standard output belongs to JSON.</param>
    /// <param name="wasAsked">Whether a person asked for regressions, and has to know when there is nothing to find them by.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Whether anything got worse.</returns>
    public static async Task<bool> WriteAsync(IBenchmarkStore? store, BenchmarkRun run, RunReference? reference, bool json, bool wasAsked, CancellationToken cancellationToken)
    {
        var now = RunDocuments.Of(run).ToRecords();
        var history = store is null ? [] : await BenchmarkHistory.BeforeAsync(store, now, cancellationToken);
        if (reference is null)
        {
            return await WriteHistoryAsync(history, now, wasAsked);
        }

        var comparison = RunComparison.Compare(reference.Records, now, history).Where(item => item is { Baseline: not null, Candidate: not null }).ToList();
        if (!json && comparison.Count > 0)
        {
            Terminal.Console.WriteLine($"Compared with '{reference.Name}':");
            ComparisonTable.Write(comparison);
        }

        var worse = comparison.Where(item => item.Verdict == Verdict.Regressed).ToList();
        foreach (var item in worse)
        {
            await Console.Error.WriteLineAsync(
                $"attune: regression: {item.Key} changed by {FigureFormat.Change(item.Result!.Change)} since '{reference.Name}', from {FigureFormat.Of(item.Baseline?.Value, item.Unit)} to {FigureFormat.Of(item.Candidate?.Value, item.Unit)}");
        }

        return worse.Count > 0;
    }

    private static async Task<bool> WriteHistoryAsync(IReadOnlyList<BenchmarkRecord> history, IReadOnlyList<BenchmarkRecord> now, bool wasAsked)
    {
        var machine = now.Count > 0 ? now[0].Run.MachineId : "";
        var present = now.Select(record => SeriesKey.Of(record.Measurement)).ToHashSet();
        var worse = SeriesAnalysis.Of([.. history, .. now])
            .Where(series => series.Regression is not null && series.MachineId == machine && present.Contains(series.Key)).ToList();
        if (now.Count > 0 && history.Count == 0 && wasAsked)
        {
            await Console.Error.WriteLineAsync("attune: there is nothing to compare with yet: name this run with 'attune benchmark baseline set', or run again to build a history.");
        }

        foreach (var series in worse)
        {
            await Console.Error.WriteLineAsync($"attune: regression: {series.Key} {Verdicts.Of(series)}");
        }

        return worse.Count > 0;
    }
}
