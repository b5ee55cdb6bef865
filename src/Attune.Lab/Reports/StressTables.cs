using Attune.Lab.Stress;

namespace Attune.Lab.Reports;

/// <summary>The tables of a stress test. A table without rows has nothing to show.</summary>
public static class StressTables
{
    /// <summary>What was run.</summary>
    public static ReportTable Summary(StressResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var loads = result.Steps.Select(step => step.Load).ToList();
        return new ReportTable("Summary", ["", ""],
        [
            ["Target", result.Target],
            ["Load", result.LoadUnit == "users" ? "users who wait for answers (closed model)" : "requests a second (open model)"],
            ["Levels", $"{loads.Count}, from {Figure.Load(loads.Min())} to {Figure.Load(loads.Max())} {result.LoadUnit}"],
            ["Requests", Figure.Count(result.Steps.Sum(step => step.Result.Requests))],
            ["Degraded means", Limits(result)],
        ], EndsWithText: true);
    }

    /// <summary>Every level in ascending order.</summary>
    public static ReportTable Levels(StressResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new ReportTable(
            "Levels",
            [result.LoadUnit == "users" ? "Users" : "Requests/s", "Throughput", "Success", "p50", "p95", "p99", "Max", "Verdict"],
            [.. result.Steps.OrderBy(step => step.Load).Select(Row)],
            EndsWithText: true);
    }

    /// <summary>The fitted law; no rows without one.</summary>
    public static ReportTable Scalability(StressResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new ReportTable("Universal Scalability Law", ["Figure", "Value"], result.Scalability is not { } fit ? [] :
        [
            ["λ, throughput of one at a time", $"{fit.Lambda:#,0.##}/s"],
            ["σ, contention", $"{fit.Sigma:0.0000}"],
            ["κ, coherence", fit.Kappa == 0 ? "0" : $"{fit.Kappa:0.00e+0}"],
            ["Peak throughput", double.IsFinite(fit.PeakThroughput) ? Figure.Rate(fit.PeakThroughput) : "no limit"],
            ["Concurrency at the peak", Figure.Load(Math.Round(fit.PeakLoad, 1))],
            ["Variance explained, R²", $"{fit.RSquared:0.000}"],
        ]);
    }

    /// <summary>Failures of all levels by cause.</summary>
    public static ReportTable Errors(StressResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var sums = result.Steps.SelectMany(step => step.Result.Errors).GroupBy(pair => pair.Key, StringComparer.Ordinal);
        return ReportTable.Counts("Errors", "Cause", sums.Select(group => KeyValuePair.Create(group.Key, group.Sum(pair => pair.Value))));
    }

    internal static string Limits(StressResult result) => $"success below {Figure.Percent(result.MinSuccessRate)}, or p95 over {Figure.Milliseconds(result.MaxP95Ms)}";

    private static string[] Row(StressStep step) =>
    [
        Figure.Load(step.Load),
        Figure.Rate(step.Throughput),
        Figure.Percent(step.SuccessRate),
        .. new[] { 50.0, 95, 99, 100 }.Select(percent => Figure.Milliseconds(step.Result.Latency.Percentile(percent) * 1000)),
        step.Degradation ?? "held",
    ];
}
