using System.Diagnostics;
using Attune.Cli.Output;
using Attune.Streaming.Declarative;
using Attune.Streaming.Pipelines.Running;
using Spectre.Console;

namespace Attune.Cli.Streams;

/// <summary>Shows a pipeline while it runs, on standard error: figures that change in a terminal, a line now and then elsewhere.</summary>
internal static class StreamDisplay
{
    private static readonly TimeSpan DrawPeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(5);

    /// <summary>Waits for the run's end.</summary>
    /// <returns>True when the user stopped it first.</returns>
    public static async Task<bool> ShowAsync(string name, DeclarativeRun run, bool quiet, CancellationToken cancellationToken)
    {
        var stop = Task.Delay(Timeout.Infinite, cancellationToken);
        var either = Task.WhenAny(run.Completion, stop);
        var rate = new RateMeter();
        if (quiet)
        {
            await either;
        }
        else if (Console.IsErrorRedirected || !Terminal.ErrorConsole.Profile.Capabilities.Interactive)
        {
            while (await Task.WhenAny(either, Task.Delay(LinePeriod, CancellationToken.None)) != either)
            {
                await Console.Error.WriteLineAsync(Line(run.Statistics, rate) + (run.SourceFault is { } fault ? $"; the source waits: {fault}" : ""));
            }
        }
        else
        {
            await Terminal.ErrorConsole.Live(new Text("")).AutoClear(true).StartAsync(async context =>
            {
                while (await Task.WhenAny(either, Task.Delay(DrawPeriod, CancellationToken.None)) != either)
                {
                    context.UpdateTarget(Draw(name, run.Statistics, rate, run.SourceFault));
                }
            });
        }

        return !run.Completion.IsCompleted;
    }

    private static string Line(PipelineStatistics statistics, RateMeter rate) =>
        $"{statistics.RecordsIn:N0} in ({rate.Of(statistics.RecordsIn):N0}/s), {statistics.RecordsOut:N0} out, watermark {Time(statistics.Watermark)}, {statistics.Late:N0} late, "
        + $"{statistics.DeadLetters:N0} dead letters, {statistics.Dropped:N0} dropped, checkpoint {statistics.LastCheckpoint?.ToString() ?? "none"}";

    private static Rows Draw(string name, PipelineStatistics statistics, RateMeter rate, string? fault)
    {
        var grid = new Grid().AddColumn(new GridColumn().Width(14)).AddColumn(new GridColumn().RightAligned().Width(22));
        void Row(string what, string value, bool isBad = false) => grid.AddRow(new Text(what, new Style(Color.Grey)), new Text(value, new Style(isBad ? Color.Red : null)));
        Row("Events in", $"{statistics.RecordsIn:N0}");
        Row("A second", $"{rate.Of(statistics.RecordsIn):N0}");
        Row("Results out", $"{statistics.RecordsOut:N0}");
        Row("Watermark", Time(statistics.Watermark));
        Row("States", $"{statistics.StateCount:N0}");
        Row("Buffers", $"{statistics.BufferFill:P0} full");
        Row("Late", $"{statistics.Late:N0}");
        Row("Dead letters", $"{statistics.DeadLetters:N0}", statistics.DeadLetters > 0);
        Row("Dropped", $"{statistics.Dropped:N0}", statistics.Dropped > 0);
        Row("Checkpoint", statistics.LastCheckpoint?.ToString() ?? "none");
        var title = new Text($"{name}  Ctrl-C stops");
        return fault is null ? new Rows(title, grid) : new Rows(title, grid, new Text($"The source waits: {fault}", new Style(Color.Red)));
    }

    private static string Time(DateTime? watermark) => watermark switch
    {
        null => "none",
        { Year: 9999 } => "end",
        { } time => time.ToString("yyyy-MM-dd HH:mm:ss"),
    };

    /// <summary>Events a second since the last look.</summary>
    private sealed class RateMeter
    {
        private long _records;
        private long _at = Stopwatch.GetTimestamp();

        public double Of(long records)
        {
            var seconds = Stopwatch.GetElapsedTime(_at).TotalSeconds;
            var rate = (records - _records) / Math.Max(seconds, 0.001);
            (_records, _at) = (records, Stopwatch.GetTimestamp());
            return rate;
        }
    }
}
