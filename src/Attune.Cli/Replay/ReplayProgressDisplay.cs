using System.Diagnostics;
using Attune.Streaming.Sources;
using Spectre.Console;

namespace Attune.Cli.Replay;

/// <summary>Shows how far a replay is, on standard error: a bar in a terminal, a line now and then elsewhere.</summary>
internal static class ReplayProgressDisplay
{
    private static readonly TimeSpan BarPeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(5);

    public static Task ShowAsync(ReplayRunner run, IEventSource source, Task running, bool quiet)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return !Console.IsErrorRedirected && console.Profile.Capabilities.Interactive
            ? ShowBarAsync(console, run, source, running)
            : quiet ? running : WriteLinesAsync(run, source, running);
    }

    private static async Task ShowBarAsync(IAnsiConsole console, ReplayRunner run, IEventSource source, Task running)
    {
        var clock = Stopwatch.StartNew();
        await console.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Describe(run, source, 0), maxValue: source.Total ?? 1);
                task.IsIndeterminate = source.Total is null;
                while (!running.IsCompleted)
                {
                    await Task.WhenAny(running, Task.Delay(BarPeriod));
                    Update(task);
                }

                Update(task);
            });
        await running;

        void Update(ProgressTask task)
        {
            if (run.Tally.Units == 0 && source is MailSource { Parsed: > 0 } mail)
            {
                (task.MaxValue, task.Value, task.IsIndeterminate) = (mail.Total!.Value, mail.Parsed, false);
                task.Description = $"Parsing {mail.Parsed:N0} messages";
                return;
            }

            if (source.Total is { } total)
            {
                (task.MaxValue, task.IsIndeterminate) = (Math.Max(total, 1), false);
            }

            task.Value = run.Tally.Units;
            task.Description = Describe(run, source, run.Preparation > TimeSpan.Zero ? (clock.Elapsed - run.Preparation).TotalSeconds : 0);
        }
    }

    private static async Task WriteLinesAsync(ReplayRunner run, IEventSource source, Task running)
    {
        var clock = Stopwatch.StartNew();
        while (await Task.WhenAny(running, Task.Delay(LinePeriod)) != running)
        {
            await Console.Error.WriteLineAsync($"{run.Tally.Units:N0} of {source.Total?.ToString("N0") ?? "?"}: {Describe(run, source, clock.Elapsed.TotalSeconds)}");
        }

        await running;
    }

    private static string Describe(ReplayRunner run, IEventSource source, double seconds) => run.Tally.Flows == 0
        ? $"Reading {source.Stream}"
        : $"{run.Tally.Flows:N0} flows, {run.Tally.Flows / Math.Max(seconds, 0.1):N0}/s, {run.Tally.EventTime:yyyy-MM-dd}";
}
