using Attune.Cli.Output;
using Spectre.Console;

namespace Attune.Cli.Replay;

/// <summary>The summary for a person.</summary>
internal static class ReplayReportTable
{
    public static void Write(ReplayReport report)
    {
        Terminal.Console.WriteLine();
        var summary = Plain("Summary", "");
        void Row(string name, string value) => summary.AddRow(new Text(name), new Text(value).RightJustified());
        Row(report.ReceivedLines > 0 ? "Messages parsed" : "Input parsed", $"{report.MessagesParsed:N0} of {report.Messages:N0}");
        if (report.ReceivedLines > 0)
        {
            Row("Received lines", $"{report.ReceivedLines:N0}");
        }

        Row("Flows", $"{report.Flows:N0}");
        Row("Text events", $"{report.TextEvents:N0}");
        Row("Dead letters", $"{report.DeadLetters.Values.Sum():N0}");
        foreach (var (reason, count) in report.DeadLetters.OrderByDescending(pair => pair.Value))
        {
            Row($"  {reason}", $"{count:N0}");
        }

        Row("Windows closed", $"{report.Windows:N0}");
        Row("Rows in the store", $"{report.RowsStored:N0}");
        Row("  added by this run", $"{report.RowsAdded:N0}");
        Row("  there already", $"{report.Duplicates:N0}");
        Row("Throughput", $"{report.FlowsPerSecond:N0} flows/s");
        Row("Replay", $"{report.Seconds:N1} s, after {report.ParseSeconds:N1} s of parsing");
        Row("Latency p50 / p95 / p99", report.LatencyMs is { } latency ? $"{latency.P50:N1} / {latency.P95:N1} / {latency.P99:N1} ms" : "no data");
        Row("Peak memory", $"{report.PeakMemoryMb:N0} MiB");

        var sources = Plain("Top sources", "Flows", "Bytes");
        foreach (var source in report.TopSources)
        {
            sources.AddRow(new Text(source.Source), new Text($"{source.Flows:N0}"), new Text($"{source.Bytes:N0}"));
        }

        var days = Plain("Most spam", "Spam", "Messages");
        foreach (var day in report.TopSpamDays)
        {
            days.AddRow(new Text($"{day.Start:yyyy-MM-dd}"), new Text($"{day.Share:P0}"), new Text($"{day.Messages:N0}"));
        }

        // Side by side where there is room, else one below the other.
        Terminal.Console.Write(new Columns(new[] { summary, sources, days }.Where(table => table.Rows.Count > 0).Select(table => new Padder(table))) { Expand = false });
        if (report.Stopped)
        {
            Terminal.Console.WriteLine("Stopped before the end; what was taken in is stored.");
        }
    }

    private static Table Plain(string first, params string[] others)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn(new Text(first, new Style(decoration: Decoration.Bold))).NoWrap());
        foreach (var other in others)
        {
            table.AddColumn(new TableColumn(other).RightAligned().NoWrap());
        }

        return table;
    }
}
