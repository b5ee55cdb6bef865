using Attune.Cli.Output;
using Attune.Lab.Load;
using Attune.Lab.Reports;
using Spectre.Console;

namespace Attune.Cli.Load;

/// <summary><c>attune load</c> from the scenario to the exit code.</summary>
internal static class LoadRun
{
    public static async Task<int> RunAsync(LoadScenario scenario, ReportFiles files, bool json, bool quiet, CancellationToken cancellationToken)
    {
        using var monitor = new LoadMonitor();
        var result = await LoadDisplay.ShowAsync(scenario, monitor, View(json, quiet), cancellationToken);
        if (monitor.GivenUp.IsCancellationRequested)
        {
            result = result with { AbortReason = "nobody answers" };
        }

        files.Write(format => LoadReport.Write(result, format));
        if (json)
        {
            Console.WriteLine(LoadReport.ToJson(result));
        }

        if (result.Succeeded == 0)
        {
            return AttuneCommandLine.Fail(ExitCodes.Failure, NothingSucceeded(result));
        }

        var outcome = ReportOutcome.Of(result);
        if (!json)
        {
            Write(result, outcome, quiet);
        }

        return outcome.IsGood ? ExitCodes.Success : ExitCodes.Failure;
    }

    public static LoadView View(bool json, bool quiet) =>
        quiet ? LoadView.Silent : json || !Terminal.Console.Profile.Capabilities.Interactive || Console.IsOutputRedirected ? LoadView.Lines : LoadView.Live;

    public static string NothingSucceeded(LoadResult result)
    {
        var cause = result.Errors.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} ({Figure.Count(pair.Value)} times)").FirstOrDefault() ?? "no request came to an end";
        var isUnreachable = result.Statuses.Count == 0 && !result.Errors.Keys.Any(key => key.Contains("malformed", StringComparison.Ordinal) || key == "timeout");
        return $"{(isUnreachable ? "nothing answered" : "no request succeeded")} at {result.Target}: {cause}.{(isUnreachable ? " Start the server, or check the address." : "")}";
    }

    public static void Write(LoadResult result, ReportOutcome outcome, bool brief)
    {
        Terminal.Console.WriteLine(
            $"{outcome.Text}: {Figure.Rate(result.RequestsPerSecond)}, p95 {Figure.Milliseconds(result.Latency.Percentile(95) * 1000)}, success {Figure.Percent(result.SuccessRate)}, {result.Target}");
        if (brief)
        {
            foreach (var threshold in result.Thresholds.Where(threshold => !threshold.Passed))
            {
                Terminal.Console.WriteLine($"Missed: {threshold.Text} (measured {threshold.Measured})");
            }

            if (result.AbortReason is { } reason)
            {
                Terminal.Console.WriteLine($"Ended early: {reason}");
            }

            return;
        }

        ReportTableView.Write(LoadTables.Summary(result));
        ReportTableView.Write(LoadTables.Latencies(result));
        ReportTableView.Write(LoadTables.Thresholds(result));
        ReportTableView.Write(LoadTables.Errors(result));
        ReportTableView.Write(LoadFindings.Of(result));
    }
}
