using System.CommandLine;
using Attune.Cli.Output;
using Attune.Storage;
using Spectre.Console;

namespace Attune.Cli.Commands;

/// <summary><c>attune windows</c>.</summary>
internal static class WindowsCommand
{
    public static Command Create()
    {
        var stream = new Option<string?>("--stream") { Description = "Only windows of this stream.", HelpName = "NAME" };
        var limit = new Option<int>("--limit") { Description = $"Windows to show (1..{WindowQuery.MaxLimit}).", HelpName = "N", DefaultValueFactory = _ => 20 };
        var command = new Command("windows", "List closed windows, latest first.\n\nExample: attune windows --limit 7") { stream, limit };
        var common = CommonOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var rows = Limits.Check("--limit", parsed.GetValue(limit), WindowQuery.MaxLimit);
            await using var storage = StoreAccess.OpenToRead(common.Load(parsed));
            var page = await storage.Events.GetWindowsAsync(new WindowQuery { Stream = parsed.GetValue(stream), Limit = rows }, cancellationToken);
            if (parsed.GetValue(common.Json))
            {
                JsonOutput.Write(new { items = page.Items, next = page.Next });
            }
            else
            {
                WriteTable(page);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static void WriteTable(Page<Events.WindowResult> page)
    {
        var table = TableOutput.Create("Start (UTC)", "Stream");
        foreach (var name in new[] { "Flows", "Sources", "Bytes", "Mean", "Std dev", "Messages", "Spam" })
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var window in page.Items)
        {
            table.AddRow(
                new Text(window.Start.ToString("yyyy-MM-dd HH:mm")), new Text(window.Stream), new Text(window.Total.Flows.ToString("N0")),
                new Text(window.DistinctSources.ToString("N0")), new Text(window.Total.Bytes.ToString("N0")), new Text(window.Total.Mean.ToString("N0")),
                new Text(window.Total.StandardDeviation.ToString("N0")), new Text(window.Messages.ToString("N0")),
                new Text(window.SpamShare is { } share ? share.ToString("P0") : "no data"));
        }

        TableOutput.Write(table, page.Items.Count, "windows");
    }
}
