using Attune.Cli.Output;
using Attune.Lab.Load;
using Attune.Lab.Reports;
using Attune.Lab.Stress;
using Spectre.Console;

namespace Attune.Cli.Load;

/// <summary><c>attune stress</c> from the options to the exit code.</summary>
internal static class StressRun
{
    public static async Task<int> RunAsync(
        StressOptions options, Func<double, LoadScenario> scenario, ReportFiles files, bool json, bool quiet, CancellationToken cancellationToken)
    {
        var view = LoadRun.View(json, quiet);
        var result = await StressTest.RunAsync(options, LevelAsync, view == LoadView.Silent ? null : new Announcer(view, options.Unit), cancellationToken: cancellationToken);
        files.Write(format => StressReport.Write(result, format));
        if (json)
        {
            Console.WriteLine(StressReport.ToJson(result));
        }

        if (result.Steps.All(step => step.Result.Succeeded == 0))
        {
            return AttuneCommandLine.Fail(ExitCodes.Failure, LoadRun.NothingSucceeded(result.Steps[0].Result));
        }

        if (!json)
        {
            Write(result, quiet);
        }

        return result.MaximumSustainableLoad is not null && !result.Stopped ? ExitCodes.Success : ExitCodes.Failure;

        async Task<LoadResult> LevelAsync(double load, CancellationToken token)
        {
            using var monitor = new LoadMonitor();
            return await LoadDisplay.ShowAsync(scenario(load), monitor, view == LoadView.Live ? view : LoadView.Silent, token);
        }
    }

    private static void Write(StressResult result, bool brief)
    {
        ReportTableView.Write(StressFindings.Of(result).Take(brief ? 1 : int.MaxValue));
        if (!brief)
        {
            ReportTableView.Write(StressTables.Summary(result));
            ReportTableView.Write(StressTables.Levels(result));
            ReportTableView.Write(StressTables.Scalability(result));
            ReportTableView.Write(StressTables.Errors(result));
        }
    }

    /// <summary>Says what came of each level: on the terminal, or on standard error where there is none.</summary>
    private sealed class Announcer(LoadView view, LoadUnit unit) : IProgress<StressProgress>
    {
        public void Report(StressProgress value)
        {
            if (value.Step is not { } step)
            {
                return;
            }

            var name = unit == LoadUnit.Users ? "users" : "requests/s";
            var line = $"{Figure.Load(value.Level)} {name}: {Figure.Rate(step.Throughput)}, p95 {Figure.Milliseconds(step.Result.Latency.Percentile(95) * 1000)}, "
                + $"success {Figure.Percent(step.SuccessRate)}: {step.Degradation ?? "held"}";
            if (view == LoadView.Live)
            {
                Terminal.Console.WriteLine(line, new Style(step.Degradation is null ? Color.Green : Color.Red));
            }
            else
            {
                Console.Error.WriteLine(line);
            }
        }
    }
}
