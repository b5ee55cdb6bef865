using Attune.Cli.Output;
using Attune.Lab.Load;
using Attune.Lab.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Attune.Cli.Load;

/// <summary>Shows a run while it goes on.</summary>
internal static class LoadDisplay
{
    private const int SparkWidth = 40;
    private const int BarWidth = 40;
    private static readonly TimeSpan DrawPeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(5);

    public static async Task<LoadResult> ShowAsync(LoadScenario scenario, LoadMonitor monitor, LoadView view, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, monitor.GivenUp);
        var running = LoadRunner.RunAsync(scenario, monitor, either.Token);
        switch (view)
        {
            case LoadView.Live:
                await Terminal.Console.Live(new Text("")).AutoClear(true).StartAsync(async context =>
                {
                    while (await Task.WhenAny(running, Task.Delay(DrawPeriod, CancellationToken.None)) != running)
                    {
                        context.UpdateTarget(new Rows(new Text($"{scenario.Target}  {scenario.Model.Describe()}"), Draw(monitor)));
                    }
                });
                break;
            case LoadView.Lines:
                while (await Task.WhenAny(running, Task.Delay(LinePeriod, CancellationToken.None)) != running)
                {
                    await Console.Error.WriteLineAsync(Line(monitor));
                }

                break;
        }

        return await running;
    }

    public static string Line(LoadMonitor monitor) => monitor.Read(1) is ({ Latest: { } latest } last, _)
        ? $"{last.Elapsed.TotalSeconds:0} s of {DurationText.Format(last.Planned)}: {Figure.Rate(Rate(latest))}, p50 {Ms(latest.P50)}, p95 {Ms(latest.P95)}, p99 {Ms(latest.P99)}, "
            + $"{Figure.Count(last.Failed)} failed, {Figure.Count(latest.InFlight)} in flight"
        : "starting";

    public static IRenderable Draw(LoadMonitor monitor)
    {
        var (last, intervals) = monitor.Read(SparkWidth);
        if (last?.Latest is not { } latest)
        {
            return new Text("starting", new Style(Color.Grey));
        }

        var done = (int)Math.Clamp(last.Elapsed / last.Planned * BarWidth, 0, BarWidth);
        var figures = new Grid().AddColumn(new GridColumn().Width(12)).AddColumn(new GridColumn().RightAligned().Width(14)).AddColumn();
        void Row(string name, string value, Func<LoadInterval, double>? pick = null) =>
            figures.AddRow(new Text(name, new Style(Color.Grey)), new Text(value), new Text(pick is null ? "" : Sparkline.Draw(intervals.Select(pick)), new Style(Color.Blue)));
        Row("Answered", Figure.Rate(Rate(latest)), Rate);
        if (latest.OfferedRate is { } offered)
        {
            Row("Offered", Figure.Rate(offered));
        }

        Row("p50", Ms(latest.P50), interval => interval.P50);
        Row("p95", Ms(latest.P95), interval => interval.P95);
        Row("p99", Ms(latest.P99), interval => interval.P99);
        Row("In flight", Figure.Count(latest.InFlight), interval => interval.InFlight);
        Row("Failed", Figure.Count(last.Failed), interval => interval.Failed);
        foreach (var (cause, count) in last.Errors.OrderByDescending(pair => pair.Value).Take(3))
        {
            figures.AddRow(new Text(""), new Text(Figure.Count(count)), new Text(cause, new Style(Color.Red)));
        }

        return new Rows(
            new Markup($"[blue]{new string('━', done)}[/][grey]{new string('─', BarWidth - done)}[/] {last.Elapsed.TotalSeconds:0} s of {DurationText.Format(last.Planned)}"),
            figures);
    }

    private static double Rate(LoadInterval interval) => interval.Requests - interval.Failed;

    private static string Ms(double seconds) => Figure.Milliseconds(seconds * 1000);
}
